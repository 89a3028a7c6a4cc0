package io.doorward.gateway.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long Redis may keep a request waiting. */
@ConfigMapping(prefix = "doorward.gateway.redis")
public interface RedisConfig {

  /**
   * A connection whose oldest call has waited this long is given up: all calls on it fail, and
   * later ones fail at once until a new connection stands.
   */
  @WithDefault("40ms")
  Duration timeout();

  /** Longest pause between two attempts to connect. */
  @WithDefault("1s")
  Duration reconnect();
}
