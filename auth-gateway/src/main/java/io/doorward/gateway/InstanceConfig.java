package io.doorward.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What tells this process from the other gateways. */
@ConfigMapping(prefix = "doorward.gateway")
public interface InstanceConfig {

  /**
   * Name of this instance, stable over restarts and unique among the gateways: letters, digits,
   * dots and hyphens.
   */
  @WithDefault("gateway-0")
  String instanceId();
}
