package io.doorward.token.guess;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How much may be guessed. */
@ConfigMapping(prefix = "doorward.guesses")
public interface GuessConfig {
  /**
   * Tokens that one source (an IPv4 address, an IPv6 /64) may present a minute where no credential
   * is asked for, and misses a minute at introspection and validation; by replica and operation.
   */
  @WithDefault("30")
  int perMinute();
}
