package io.doorward.token.protocol.leak;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("STO-3")
class FoundAtTest {

  @ParameterizedTest
  @CsvSource({
    "https://me:password@example.com:8443/a/b?token=x#y, https://example.com:8443/a/b",
    "http://example.com, http://example.com",
    "https://example.com/a%20b, https://example.com/a%20b"
  })
  void keepsThePlaceAndNothingThatCouldBeSecret(String url, String kept) {
    assertThat(FoundAt.of(url)).contains(kept);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "some_url", "javascript:alert(1)", "ftp://example.com/x", "http:///"})
  void keepsNothingElse(String url) {
    assertThat(FoundAt.of(url)).isEmpty();
    assertThat(FoundAt.of("https://example.com/" + "a".repeat(500))).isEmpty();
    assertThat(FoundAt.of(null)).isEmpty();
  }
}
