package io.doorward.gateway.support;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;

/** The gateway under test listens for proxies in front that ask; this machine is one of them. */
public final class ProxiesMayAsk implements QuarkusTestResourceLifecycleManager {
  @Override
  public Map<String, String> start() {
    return Map.of(
        "doorward.gateway.forward-auth.enabled",
        "true",
        "doorward.gateway.forward-auth.port",
        "0",
        "doorward.gateway.forward-auth.loops",
        "1",
        // Of the loopback addresses only this one.
        "doorward.gateway.forward-auth.peers",
        "127.0.0.1/32",
        // A busy machine is late, and not what is tested but where it is said.
        "doorward.gateway.forward-auth.deadline",
        "5s");
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public void stop() {}
}
