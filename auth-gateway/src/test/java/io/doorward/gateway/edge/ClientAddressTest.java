package io.doorward.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.edge.EdgeConfig.ProxyWord;
import io.vertx.core.MultiMap;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("GWY-4")
class ClientAddressTest {
  private static final List<String> TRUSTED = List.of("10.0.0.0/8", " 2001:db8::/32 ");
  private final ClientAddress addresses = new ClientAddress(TRUSTED, ProxyWord.AUTO);

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
    assertThat(addresses.of(IpAddress.parse(peer).orElseThrow(), headers, false).client())
        .hasToString(client);
  }

  @Test
  void severalLinesAreOneList() {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("X-Forwarded-For", "1.2.3.4")
            .add("X-Forwarded-For", "198.51.100.1, 10.0.0.2");
    assertThat(addresses.of(IpAddress.parse("10.0.0.1").orElseThrow(), headers, false).client())
        .hasToString("198.51.100.1");
  }

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, 'for=1.2.3.4;proto=https', 203.0.113.9, false",
    "10.0.0.1, 'for=198.51.100.1;proto=https', 198.51.100.1, true",
    "10.0.0.1, 'for=198.51.100.1;proto=http', 198.51.100.1, false",
    "10.0.0.1, 'For=\"198.51.100.1:4711\"; Proto=HTTPS;by=_x', 198.51.100.1, true",
    "10.0.0.1, 'for=\"[2001:db9::1]:80\";proto=https', 2001:db9::1, true",
    "10.0.0.1, 'for=1.2.3.4;proto=https, for=198.51.100.1;proto=http', 198.51.100.1, false",
    "10.0.0.1, 'for=1.2.3.4, for=198.51.100.1, for=10.9.9.9', 198.51.100.1, false",
    "10.0.0.1, 'for=1.2.3.4, for=unknown', 10.0.0.1, false",
    "10.0.0.1, 'for=1.2.3.4, for=_hidden, for=10.0.0.2', 10.0.0.2, false",
    "10.0.0.1, 'for=1.2.3.4;proto', 10.0.0.1, false",
    "10.0.0.1, 'for=\"1.2.3.4', 10.0.0.1, false",
    "10.0.0.1, 'for=1.2.3.4 for=5.6.7.8', 10.0.0.1, false",
    "10.0.0.1, '', 10.0.0.1, false"
  })
  void forwardedIsReadLikewise(String peer, String forwarded, String client, boolean secure) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Forwarded", forwarded);
    ClientAddress.Origin origin = addresses.of(IpAddress.parse(peer).orElseThrow(), headers, false);
    assertThat(origin.client()).hasToString(client);
    assertThat(origin.secure()).isEqualTo(secure);
  }

  @ParameterizedTest
  @CsvSource({
    "AUTO, 198.51.100.1, true",
    "X_FORWARDED, 198.51.100.1, true",
    "FORWARDED, 198.51.100.2, false"
  })
  void whereTheTwoDisagreeOneOfThemCountsAlone(ProxyWord word, String client, boolean secure) {
    MultiMap headers =
        MultiMap.caseInsensitiveMultiMap()
            .add("X-Forwarded-For", "198.51.100.1")
            .add("X-Forwarded-Proto", "https")
            .add("Forwarded", "for=198.51.100.2;proto=http");
    ClientAddress.Origin origin =
        new ClientAddress(TRUSTED, word)
            .of(IpAddress.parse("10.0.0.1").orElseThrow(), headers, false);
    assertThat(origin.client()).hasToString(client);
    assertThat(origin.secure()).isEqualTo(secure);
  }

  @Test
  void whatAProxyDoesNotWriteIsNotReadEvenIfItIsAlone() {
    MultiMap other = MultiMap.caseInsensitiveMultiMap().add("Forwarded", "for=198.51.100.2");
    MultiMap older = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", "198.51.100.1");
    IpAddress peer = IpAddress.parse("10.0.0.1").orElseThrow();
    assertThat(new ClientAddress(TRUSTED, ProxyWord.X_FORWARDED).of(peer, other, false).client())
        .isEqualTo(peer);
    assertThat(new ClientAddress(TRUSTED, ProxyWord.FORWARDED).of(peer, older, false).client())
        .isEqualTo(peer);
  }

  @ParameterizedTest
  @Tag("G6")
  @CsvSource({
    "https, , true",
    "HTTPS, , true",
    "http, , false",
    "'https, http', , false",
    "'http, https', , false",
    "https, http, false",
    "http, https, false",
    "https, https, true"
  })
  void everyWordOnTheProtocolMustSayHttps(String first, String second, boolean secure) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-Proto", first);
    if (second != null) {
      headers.add("X-Forwarded-Proto", second);
    }
    IpAddress peer = IpAddress.parse("10.0.0.1").orElseThrow();
    assertThat(addresses.of(peer, headers, true).secure()).isEqualTo(secure);
    IpAddress stranger = IpAddress.parse("203.0.113.9").orElseThrow();
    assertThat(addresses.of(stranger, headers, false).secure()).isFalse();
    assertThat(addresses.of(stranger, headers, true).secure()).isTrue();
  }

  @Test
  void aBlockThatIsNoneStopsTheStart() {
    assertThatThrownBy(() -> new ClientAddress(List.of("10.0.0.0/99"), ProxyWord.AUTO))
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
