package io.doorward.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Puts stand-ins for token-service and for two upstreams beside the gateway under test. The
 * argument {@code routes} names another resource with routes, which are then watched closely.
 */
public final class GatewayStubs implements QuarkusTestResourceLifecycleManager {
  /** The fixed token of routes that take one. */
  public static final String MCP_TOKEN = "for-development-only";

  private static final String ROUTES = "routes";

  private static StubTokenService tokenService;
  private static StubUpstream upstream;
  private static StubUpstream other;
  private Map<String, String> arguments = Map.of();

  public static StubTokenService tokenService() {
    return Objects.requireNonNull(tokenService);
  }

  public static StubUpstream upstream() {
    return Objects.requireNonNull(upstream);
  }

  /** A second upstream. */
  public static StubUpstream other() {
    return Objects.requireNonNull(other);
  }

  @Override
  public void init(Map<String, String> initArgs) {
    arguments = initArgs;
  }

  @Override
  public Map<String, String> start() {
    tokenService = new StubTokenService();
    upstream = new StubUpstream();
    other = new StubUpstream();
    Map<String, String> settings = new HashMap<>();
    settings.put("doorward.gateway.token-service", tokenService.url());
    settings.put("doorward.gateway.routes", routes().toString());
    if (arguments.containsKey(ROUTES)) {
      settings.put("doorward.gateway.routes-poll", "50ms");
    }
    settings.put("doorward.gateway.listen.port", "0");
    settings.put("doorward.gateway.listen.loops", "2");
    settings.put("doorward.gateway.listen.head-timeout", "500ms");
    // A held stub must not look like one that is gone, however busy the machine is.
    settings.put("doorward.gateway.snapshot.service-timeout", "20s");
    settings.put("doorward.gateway.edge.max-body", "200000");
    settings.put("doorward.gateway.edge.trusted-proxies", "192.0.2.0/24");
    settings.put("test.upstream", upstream.url());
    settings.put("test.upstream.other", other.url());
    settings.put("TEST_MCP_TOKEN", MCP_TOKEN);
    for (String suite :
        List.of("TOKEN_SERVICE", "USAGE_ANALYTICS", "SECURITY_MONITOR", "DEMO_UPSTREAM")) {
      settings.put("DOORWARD_" + suite + "_URL", upstream.url());
    }
    return settings;
  }

  private Path routes() {
    String name = arguments.getOrDefault(ROUTES, "/routes.yaml");
    try (var source = GatewayStubs.class.getResourceAsStream(name)) {
      Path file = Files.createTempFile("routes-", ".yaml");
      file.toFile().deleteOnExit();
      Files.write(file, Objects.requireNonNull(source).readAllBytes());
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void stop() {
    tokenService.stop();
    upstream.stop();
    other.stop();
  }
}
