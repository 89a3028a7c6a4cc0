package io.doorward.gateway.check;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Which decisions can be explained afterwards. */
@ConfigMapping(prefix = "doorward.gateway.explain")
public interface RecollectionConfig {

  /**
   * Most decisions that are remembered in process: so many refusals, and so many admissions. 0
   * turns it off.
   */
  @WithDefault("10000")
  int remembered();

  /** For so long; what is older is forgotten even if there is room. */
  @WithDefault("15m")
  Duration keep();
}
