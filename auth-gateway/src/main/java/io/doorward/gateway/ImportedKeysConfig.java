package io.doorward.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys that another system made and token-service has taken over. */
@ConfigMapping(prefix = "doorward.gateway.imported-keys")
public interface ImportedKeysConfig {

  /**
   * Whether what is not of our own form is looked up as an imported key. Off, it is refused with no
   * look-up.
   */
  @WithDefault("false")
  boolean accepted();

  /**
   * Keys nobody knows that one source (an IPv4 address, an IPv6 /64) may present a minute, by
   * instance; more are answered 429.
   */
  @WithDefault("30")
  int missesPerMinute();

  /**
   * How long a key that nobody knows is remembered as unknown. One that is taken over with a
   * SHA-256 hash works as soon as the gateway hears of it, one with a slow hash only after this
   * time.
   */
  @WithDefault("1s")
  Duration unknownFor();

  /** Longest wait for token-service, which compares slow hashes at a key's first use. */
  @WithDefault("10s")
  Duration timeout();

  /** Most keys that token-service is asked to compare at a time; more are answered 503. */
  @WithDefault("16")
  int concurrency();
}
