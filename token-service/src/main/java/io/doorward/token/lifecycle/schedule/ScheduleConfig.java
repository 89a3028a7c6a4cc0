package io.doorward.token.lifecycle.schedule;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Tokens that are replaced by themselves. */
@ConfigMapping(prefix = "doorward.schedule")
public interface ScheduleConfig {
  /** Pause between two sweeps. */
  @WithDefault("1m")
  Duration every();

  /** Most tokens of an account replaced, or people told of, in one transaction. */
  @WithDefault("50")
  int batch();

  /** How long a new secret waits to be collected; so long the old one is accepted. */
  @WithDefault("30d")
  Duration patience();

  /** How long ahead people are told of a rotation, and of the end of that patience. */
  @WithDefault("3d")
  Duration warning();
}
