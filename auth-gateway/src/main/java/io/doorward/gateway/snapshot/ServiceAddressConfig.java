package io.doorward.gateway.snapshot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where token-service is. */
@ConfigMapping(prefix = "doorward.gateway")
public interface ServiceAddressConfig {

  /** Base URL of token-service. */
  @WithDefault("http://127.0.0.1:8081")
  String tokenService();
}
