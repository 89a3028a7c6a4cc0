package io.doorward.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The gateway under test asks Redis for every request. */
public final class ExactLimits implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    return Map.of("doorward.gateway.limit.mode", "exact");
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public void stop() {}
}
