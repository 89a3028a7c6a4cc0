package io.doorward.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/** Puts stand-ins for token-service and for an upstream beside the gateway under test. */
public final class GatewayStubs implements QuarkusTestResourceLifecycleManager {
  private static StubTokenService tokenService;
  private static StubUpstream upstream;

  public static StubTokenService tokenService() {
    return Objects.requireNonNull(tokenService);
  }

  public static StubUpstream upstream() {
    return Objects.requireNonNull(upstream);
  }

  @Override
  public Map<String, String> start() {
    tokenService = new StubTokenService();
    upstream = new StubUpstream();
    Map<String, String> settings = new HashMap<>();
    settings.put("doorward.gateway.token-service", tokenService.url());
    settings.put("doorward.gateway.routes", routes().toString());
    settings.put("doorward.gateway.listen.port", "0");
    settings.put("doorward.gateway.listen.loops", "2");
    settings.put("doorward.gateway.listen.head-timeout", "500ms");
    // A held stub must not look like one that is gone, however busy the machine is.
    settings.put("doorward.gateway.snapshot.service-timeout", "20s");
    settings.put("doorward.gateway.edge.max-body", "200000");
    settings.put("doorward.gateway.edge.trusted-proxies", "192.0.2.0/24");
    settings.put("test.upstream", upstream.url());
    return settings;
  }

  private static Path routes() {
    try (var source = GatewayStubs.class.getResourceAsStream("/routes.yaml")) {
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
  }
}
