package io.doorward.token.lifecycle.rotate;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How rotation treats the old secret. */
@ConfigMapping(prefix = "doorward.rotation")
public interface RotationConfig {
  /** How long the old secret is accepted if the caller does not say. */
  @WithDefault("24h")
  Duration overlap();

  /** How often it is looked whether old secrets are to end because the new one is in use. */
  @WithDefault("2s")
  Duration retireEvery();
}
