package io.doorward.stack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.stack.StackException;
import io.doorward.stack.process.Ports;
import java.net.ServerSocket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stack")
class StackPortsTest {

  @Test
  void eachFurtherGatewayIsTenPortsOn() {
    StackPorts ports = StackPorts.defaults();
    assertThat(ports.gateway(0)).isEqualTo(8080);
    assertThat(ports.gateway(2)).isEqualTo(8100);
    assertThat(ports.gatewayManagement(1)).isEqualTo(9090);
  }

  @Test
  void aGatewayMayHaveAPortOfItsOwn() {
    assertThat(StackPorts.defaults().with("gateway-1", 18_080).gateway(1)).isEqualTo(18_080);
  }

  @Test
  void randomPortsAreAllDifferent() {
    assertThat(StackPorts.random(2).all(2).values()).doesNotHaveDuplicates().hasSize(13);
  }

  @Test
  void aTakenPortIsNamedWithItsPartAndTheWayOut() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, Ports.loopback(0).getAddress())) {
      StackPorts ports = StackPorts.random(1).with("redis", taken.getLocalPort());
      assertThatThrownBy(() -> ports.requireFree(1))
          .isInstanceOf(StackException.class)
          .hasMessage(
              "Port %d (redis) is already in use by another program; end that or choose another"
                  + " port with --port redis=NNNN.",
              taken.getLocalPort());
    }
  }

  @Test
  void onePortForTwoPartsIsRefused() {
    StackPorts ports = StackPorts.random(1);
    StackPorts clash = ports.with("redis", ports.of("kafka"));
    assertThatThrownBy(() -> clash.requireFree(1)).hasMessageContaining("is given to both");
  }

  @Test
  void anUnknownPartAndAnImpossiblePortAreRefused() {
    assertThatThrownBy(() -> StackPorts.defaults().with("mongo", 1))
        .hasMessageContaining("There is no part \"mongo\"");
    assertThatThrownBy(() -> StackPorts.defaults().with("redis", 70_000))
        .hasMessageContaining("between 1 and 65535");
  }
}
