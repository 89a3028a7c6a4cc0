package io.doorward.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** Questions of proxies in front are answered in the time that is the default. */
public final class Impatient implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    return Map.of(
        "doorward.gateway.forward-auth.deadline",
        "150ms",
        // Nothing else ends the wait.
        "doorward.gateway.snapshot.service-timeout",
        "10m");
  }

  @Override
  public int order() {
    return 2;
  }

  @Override
  public void stop() {}
}
