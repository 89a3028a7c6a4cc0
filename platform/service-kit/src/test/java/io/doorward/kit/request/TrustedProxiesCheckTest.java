package io.doorward.kit.request;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("GWY-4")
class TrustedProxiesCheckTest {
  @Test
  void blocksOfAddressesAreTaken() {
    assertThat(
            new TrustedProxiesCheck(List.of("127.0.0.1/32", "::1/128", "10.0.0.0/8", "fd00::/8"))
                .faults())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"::1", "127.0.0.1", "gateway.internal", "localhost", "10.0.0.0/33", ""})
  void whatWouldBeLookedUpAtEveryRequestIsRefused(String entry) {
    assertThat(new TrustedProxiesCheck(List.of("10.0.0.0/8", entry)).faults())
        .singleElement()
        .asString()
        .contains("doorward.http.trusted-proxies", "'" + entry + "'");
  }
}
