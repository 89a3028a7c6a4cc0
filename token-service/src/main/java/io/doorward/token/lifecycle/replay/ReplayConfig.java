package io.doorward.token.lifecycle.replay;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long answers with a new secret are kept, of a creation as of a rotation. */
@ConfigMapping(prefix = "doorward.rotation")
public interface ReplayConfig {
  /**
   * How long an answer, of a creation too, can be had once more with the same {@code
   * Idempotency-Key}.
   */
  @WithDefault("10m")
  Duration replay();

  /** How often answers that can no longer be had are removed. */
  @WithDefault("1m")
  Duration purgeEvery();
}
