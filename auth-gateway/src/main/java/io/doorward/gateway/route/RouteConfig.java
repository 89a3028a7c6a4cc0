package io.doorward.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where the routes are. */
@ConfigMapping(prefix = "doorward.gateway")
public interface RouteConfig {

  /** Path of the route file, YAML. */
  @WithDefault("routes/default.yaml")
  String routes();
}
