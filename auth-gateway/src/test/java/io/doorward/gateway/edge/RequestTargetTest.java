package io.doorward.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.AlphaChars;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("GWY-6")
class RequestTargetTest {

  @ParameterizedTest
  @CsvSource({
    "/, /, ''",
    "/a/b, /a/b, ''",
    "/a/b/, /a/b/, ''",
    "/a?b=c%2Fd, /a, b=c%2Fd",
    "/a?, /a, ''",
    "/%61%7Eb, /a~b, ''",
    "/caf%c3%a9, /caf%C3%A9, ''",
    "/a%20b, /a%20b, ''",
    "/a/.../b, /a/.../b, ''",
    "/a/b:c@d(e), /a/b:c@d(e), ''",
  })
  void aTargetIsBroughtIntoOneForm(String target, String path, String query) {
    assertThat(RequestTarget.read(target)).isEqualTo(new RequestTarget.Clean(path, query));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "a",
        "http://evil/x",
        "//evil/x",
        "/a//b",
        "/a/./b",
        "/a/../b",
        "/..",
        "/.",
        "/a/%2e%2e/b",
        "/a/%2E./b",
        "/a%2fb",
        "/a%2Fb",
        "/a%5cb",
        "/a\\b",
        "/a;b=c",
        "/a%3bb",
        "/a%00",
        "/a%0d%0aX",
        "/a%252e",
        "/a%25",
        "/a%",
        "/a%1",
        "/a%zz",
        "/a b",
        "/a\u00e9",
        "/a\u0001",
        "/a#b",
        "/a%23",
        "/a%3f",
        "/a%7f",
        "/a?b c",
        "/a?b\\c",
        "/a?b\u0001",
        "/a<b>",
        "/a\"b",
        "/a|b",
        "/a^b",
        "/a`b",
        "/a{b}"
      })
  void whatReadersCouldUnderstandDifferentlyIsRefused(String target) {
    assertThat(RequestTarget.read(target)).isInstanceOf(RequestTarget.Refused.class);
  }

  @Property
  void whatIsCleanStaysAsItIs(
      @ForAll
          @AlphaChars
          @Chars({'/', '.', '%', '2', 'e', 'F', ';', '\\', '?', '~', '-'})
          @StringLength(max = 12)
          String text) {
    if (RequestTarget.read("/" + text) instanceof RequestTarget.Clean clean) {
      assertThat(RequestTarget.read(clean.path()))
          .isEqualTo(new RequestTarget.Clean(clean.path(), ""));
      assertThat(clean.path()).doesNotContain("/../", "/./", "//", ";", "\\");
    }
  }
}
