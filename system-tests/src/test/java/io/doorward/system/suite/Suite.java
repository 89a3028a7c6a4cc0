package io.doorward.system.suite;

import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.StackOptions;
import io.doorward.stack.suite.StackPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * The packaged suite with two gateways on free ports, started at its first use and stopped after
 * the last test. A test that takes a part away brings it back.
 */
public final class Suite implements ParameterResolver {
  /** The project's root folder. */
  public static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

  private static final int GATEWAYS = 2;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == RunningSuite.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(Suite.class))
        .computeIfAbsent(RunningSuite.class, any -> start(), RunningSuite.class);
  }

  private static RunningSuite start() {
    StackOptions options =
        StackOptions.in(PROJECT)
            .withState(Path.of("target/stack"))
            .withFresh(true)
            .withGateways(GATEWAYS)
            .withPorts(StackPorts.random(GATEWAYS))
            .withSetting("token-service", "doorward.policy.max-tokens-per-user", "100000")
            .withSetting("token-service", "doorward.policy.creations-per-hour", "100000")
            .withSetting("token-service", "doorward.imported-keys.accepted", "true")
            .withSetting("auth-gateway", "doorward.gateway.imported-keys.accepted", "true")
            .withSetting(
                "auth-gateway", "doorward.gateway.imported-keys.misses-per-minute", "100000")
            .withSetting("auth-gateway", "doorward.gateway.routes", routes().toString())
            .withSetting("auth-gateway", "doorward.gateway.forward-auth.enabled", "true")
            .withSetting("auth-gateway", "doorward.gateway.forward-auth.port", "0")
            .withSetting("auth-gateway", "doorward.gateway.forward-auth.peers", "127.0.0.1/32")
            // A busy machine may be late; what being late means is tested with the gateway.
            .withSetting("auth-gateway", "doorward.gateway.forward-auth.deadline", "5s");
    return new RunningSuite(DoorwardStack.start(options));
  }

  /** The routes of the suite and, behind them, those that only tests need. */
  private static Path routes() {
    try {
      Path file =
          Files.createDirectories(Path.of("target").toAbsolutePath()).resolve("routes.yaml");
      return Files.writeString(
          file,
          Files.readString(PROJECT.resolve("auth-gateway/routes/default.yaml")).stripTrailing()
              + "\n"
              + Files.readString(Path.of("src/test/resources/conformance/routes.yaml")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What tests are given. */
  public static final class RunningSuite implements AutoCloseable {
    private final DoorwardStack stack;

    RunningSuite(DoorwardStack stack) {
      this.stack = stack;
    }

    /** The processes. */
    public DoorwardStack stack() {
      return stack;
    }

    /** A client of the first gateway with that person's session. */
    public Api as(DemoPerson person) {
      return Api.of(stack.addresses().gateway()).with(stack.sessionOf(person));
    }

    /** A client of a gateway without any credential. */
    public Api gateway(int index) {
      return Api.of(stack.addresses().gateways().get(index));
    }

    @Override
    public void close() {
      stack.close();
    }
  }
}
