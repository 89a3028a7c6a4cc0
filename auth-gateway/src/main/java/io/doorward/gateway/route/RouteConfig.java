package io.doorward.gateway.route;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Where the routes are. */
@ConfigMapping(prefix = "doorward.gateway")
public interface RouteConfig {

  /** Path of the route file, YAML. */
  @WithDefault("routes/default.yaml")
  String routes();

  /**
   * How often the route file is looked at. What is new in it is in force once two looks have found
   * the same. 0 s: only at the start.
   */
  @WithDefault("1s")
  Duration routesPoll();
}
