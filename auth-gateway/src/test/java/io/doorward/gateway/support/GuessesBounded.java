package io.doorward.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The gateway under test lets a source present few credentials that nobody knows. */
public final class GuessesBounded implements QuarkusTestResourceLifecycleManager {
  public static final int PER_MINUTE = 20;

  @Override
  public Map<String, String> start() {
    return Map.of(
        "doorward.gateway.limit.guesses-per-minute",
        Integer.toString(PER_MINUTE),
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
