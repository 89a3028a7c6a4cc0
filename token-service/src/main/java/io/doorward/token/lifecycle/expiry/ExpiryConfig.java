package io.doorward.token.lifecycle.expiry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The sweep of tokens that expire. That they are refused does not depend on it. */
@ConfigMapping(prefix = "doorward.expiry")
public interface ExpiryConfig {
  /** Pause between two sweeps. */
  @WithDefault("1m")
  Duration every();

  /** Most tokens dealt with in one transaction; a sweep goes on while there are more. */
  @WithDefault("50")
  int batch();
}
