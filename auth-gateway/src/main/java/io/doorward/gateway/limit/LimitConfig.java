package io.doorward.gateway.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How limits are kept. */
@ConfigMapping(prefix = "doorward.gateway.limit")
public interface LimitConfig {

  /** What holds while Redis cannot be asked. */
  @WithDefault("local")
  WithoutRedis withoutRedis();

  /**
   * How many instances share the traffic: while Redis is gone each of them enforces this fraction
   * of every limit by itself. 1 lets each instance admit the whole limit.
   */
  @WithDefault("1")
  int instances();

  /** Most tokens whose use is remembered in process. */
  @WithDefault("100000")
  long remembered();

  /** What can hold while Redis cannot be asked. */
  enum WithoutRedis {
    /** Each instance enforces its share in process. */
    LOCAL,
    /** Every limited request is answered 503. */
    DENY,
    /** Nothing is limited. */
    ALLOW
  }
}
