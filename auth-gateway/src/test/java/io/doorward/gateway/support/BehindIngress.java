package io.doorward.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The gateway under test takes everybody on this machine for its ingress, and any body. */
public final class BehindIngress implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    return Map.of(
        "doorward.gateway.edge.trusted-proxies",
        "127.0.0.1",
        "doorward.gateway.edge.max-body",
        "2000000000");
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public void stop() {}
}
