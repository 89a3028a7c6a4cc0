package io.doorward.stack.suite;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Where the parts of a running stack are; base URLs without a trailing slash. */
public record StackAddresses(
    List<String> gateways,
    List<String> gatewayManagement,
    String tokenService,
    String usageAnalytics,
    String securityMonitor,
    String openIdIssuer,
    String demoUpstream,
    String postgres,
    String redis,
    String kafka) {

  private static final ObjectMapper JSON = new ObjectMapper();

  static StackAddresses of(StackPorts ports, int gateways) {
    return new StackAddresses(
        java.util.stream.IntStream.range(0, gateways)
            .mapToObj(i -> http(ports.gateway(i)))
            .toList(),
        java.util.stream.IntStream.range(0, gateways)
            .mapToObj(i -> http(ports.gatewayManagement(i)))
            .toList(),
        http(ports.of(StackPorts.TOKEN_SERVICE)),
        http(ports.of(StackPorts.USAGE_ANALYTICS)),
        http(ports.of(StackPorts.SECURITY_MONITOR)),
        http(ports.of(StackPorts.OPENID_PROVIDER)) + "/doorward",
        http(ports.of(StackPorts.DEMO_UPSTREAM)),
        "127.0.0.1:" + ports.of(StackPorts.POSTGRES) + "/doorward",
        "redis://127.0.0.1:" + ports.of(StackPorts.REDIS),
        "127.0.0.1:" + ports.of(StackPorts.KAFKA));
  }

  private static String http(int port) {
    return "http://127.0.0.1:" + port;
  }

  public String gateway() {
    return gateways.get(0);
  }

  void write(StateFolder state) {
    try {
      Files.write(state.addresses(), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(this));
    } catch (IOException e) {
      throw new StackException("Cannot write " + state.addresses() + ".", e);
    }
  }

  /** Of the stack that is ready on this state folder, if one is. */
  public static Optional<StackAddresses> read(StateFolder state) {
    Path file = state.addresses();
    if (state.launcher().isEmpty() || !Files.exists(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(JSON.readValue(file.toFile(), StackAddresses.class));
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
