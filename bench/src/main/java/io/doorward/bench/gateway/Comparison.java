package io.doorward.bench.gateway;

import java.util.Locale;

/** The gateways that Doorward is compared with. */
enum Comparison {
  NGINX_PROXY("nginx proxy_pass"),
  NGINX_LUA_REDIS("nginx + Lua + Redis"),
  SPRING_CLOUD_GATEWAY("Spring Cloud Gateway");

  private final String title;

  Comparison(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /** Its name in the report. */
  String key() {
    return "vs_" + name().toLowerCase(Locale.ROOT);
  }
}
