package io.doorward.gateway.inquiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.net.SocketAddress;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("FWD-5")
class PeersTest {
  @Test
  void onlyWhoIsNamedMayAsk() {
    Peers peers = new Peers(List.of("10.42.0.0/24", " 2001:db8::7"));
    assertThat(peers.admit(SocketAddress.inetSocketAddress(1, "10.42.0.9"))).isPresent();
    assertThat(peers.admit(SocketAddress.inetSocketAddress(1, "2001:db8::7"))).isPresent();
    assertThat(peers.admit(SocketAddress.inetSocketAddress(1, "10.42.1.9"))).isEmpty();
    assertThat(peers.admit(SocketAddress.domainSocketAddress("/run/any"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0/0", "::/0", "everybody", " "})
  void everybodyOrNobodyIsRefusedByName(String block) {
    assertThatThrownBy(() -> new Peers(List.of(block)))
        .hasMessageContaining("doorward.gateway.forward-auth.peers");
  }
}
