package io.doorward.bench.gateway;

import io.doorward.bench.gateway.suite.Instance;
import java.util.Locale;
import java.util.Map;

/** How Doorward keeps limits, and what a request may cost it then in the CPU of other gateways. */
enum Mode {
  LEASED(Instance.LEASED, 1.9, 0.8, 0.25),
  EXACT(Instance.EXACT, 2.3, 1.0, 0.30);

  private final Instance instance;
  private final Map<Comparison, Double> bounds;

  Mode(Instance instance, double ofProxy, double ofLua, double ofSpring) {
    this.instance = instance;
    this.bounds =
        Map.of(
            Comparison.NGINX_PROXY, ofProxy,
            Comparison.NGINX_LUA_REDIS, ofLua,
            Comparison.SPRING_CLOUD_GATEWAY, ofSpring);
  }

  /** The gateway of whom this is the mode. */
  Instance instance() {
    return instance;
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  double most(Comparison with) {
    return bounds.getOrDefault(with, 0.0);
  }
}
