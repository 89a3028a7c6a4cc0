package io.doorward.gateway.limit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How limits are kept. */
@ConfigMapping(prefix = "doorward.gateway.limit")
public interface LimitConfig {

  /**
   * `exact`: every request asks Redis. `leased`: permits are charged in advance for tokens that are
   * busy, and requests are answered from them. `local`: Redis is never asked. All instances must
   * have the same.
   */
  @WithDefault("leased")
  Mode mode();

  /**
   * For how long permits that were charged in advance may be used; at most 2 s. All instances must
   * have the same.
   */
  @WithDefault("1s")
  Duration lease();

  /** What holds while Redis cannot be asked. */
  @WithDefault("local")
  WithoutRedis withoutRedis();

  /**
   * How many instances share the traffic: while Redis is not asked each of them enforces this
   * fraction of every limit by itself. 1 lets each instance admit the whole limit.
   */
  @WithDefault("1")
  int instances();

  /** Most tokens whose use is remembered in process. */
  @WithDefault("100000")
  long remembered();

  /**
   * Credentials nobody knows (unknown, malformed, forged) that one source (an IPv4 address, an IPv6
   * /64) may present a minute, by instance. More are answered 429 with no look-up; credentials in
   * the cache are not concerned. 0 for any number.
   */
  @WithDefault("600")
  int guessesPerMinute();

  /** Who counts. */
  enum Mode {
    EXACT,
    LEASED,
    LOCAL
  }

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
