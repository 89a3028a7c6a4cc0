package io.doorward.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.gateway.address.IpAddress;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("GWY-4")
class ClientAddressTest {
  private final ClientAddress addresses =
      new ClientAddress(List.of("10.0.0.0/8", " 2001:db8::/32 "));

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 198.51.100.1, 203.0.113.9",
    "10.0.0.1, 198.51.100.1, 198.51.100.1",
    "10.0.0.1, '1.2.3.4, 198.51.100.1', 198.51.100.1",
    "10.0.0.1, '1.2.3.4, 198.51.100.1, 10.9.9.9', 198.51.100.1",
    "10.0.0.1, '10.0.0.3, 10.0.0.2', 10.0.0.3",
    "10.0.0.1, 'unknown', 10.0.0.1",
    "10.0.0.1, '1.2.3.4, nonsense, 10.0.0.2', 10.0.0.2",
    "10.0.0.1, '', 10.0.0.1",
    "2001:db8::1, 198.51.100.1, 198.51.100.1"
  })
  void theRightMostUntrustedHopCounts(String peer, String forwarded, String client) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("X-Forwarded-For", forwarded)
            .add("X-Real-IP", "9.9.9.9")
            .add("Forwarded", "for=9.9.9.9");
    assertThat(addresses.of(IpAddress.parse(peer).orElseThrow(), headers)).hasToString(client);
  }

  @Test
  void severalLinesAreOneList() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("X-Forwarded-For", "1.2.3.4")
            .add("X-Forwarded-For", "198.51.100.1, 10.0.0.2");
    assertThat(addresses.of(IpAddress.parse("10.0.0.1").orElseThrow(), headers))
        .hasToString("198.51.100.1");
  }

  @Test
  void aBlockThatIsNoneStopsTheStart() {
    assertThatThrownBy(() -> new ClientAddress(List.of("10.0.0.0/99")))
        .hasMessageContaining("trusted-proxies")
        .hasMessageContaining("10.0.0.0/99");
  }

  @Test
  @Tag("LOG-1")
  void onlyACleanIdOfATrustedPeerIsTakenOver() {
    assertThat(RequestIds.choose(true, "0123abcd-XY.z")).isEqualTo("0123abcd-XY.z");
    assertThat(RequestIds.choose(false, "0123abcd-XY.z")).isNotEqualTo("0123abcd-XY.z");
    for (String bad : List.of("short", "a".repeat(65), "with blank 123", "new\nline12345")) {
      assertThat(RequestIds.choose(true, bad)).isNotEqualTo(bad).hasSize(36);
    }
  }
}
