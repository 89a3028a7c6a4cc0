package io.doorward.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The gateway under test looks up keys that another system made. */
public final class ImportsAccepted implements QuarkusTestResourceLifecycleManager {
  public static final int MISSES_PER_MINUTE = 5;

  @Override
  public Map<String, String> start() {
    return Map.of(
        "doorward.gateway.imported-keys.accepted",
        "true",
        "doorward.gateway.imported-keys.misses-per-minute",
        Integer.toString(MISSES_PER_MINUTE),
        "doorward.gateway.imported-keys.unknown-for",
        "1h",
        // Requests of a test may say whom they come from.
        "doorward.gateway.edge.trusted-proxies",
        "127.0.0.1",
        "doorward.gateway.edge.require-https",
        "never");
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public void stop() {}
}
