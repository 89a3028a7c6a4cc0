package io.doorward.gateway.snapshot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is known of a token is believed. */
@ConfigMapping(prefix = "doorward.gateway.snapshot")
public interface SnapshotConfig {

  /** Most tokens kept in process. */
  @WithDefault("100000")
  long remembered();

  /** A token is asked for anew after this time even if nothing happens to it. */
  @WithDefault("5m")
  Duration refreshAfter();

  /** How long a token that nobody knows is remembered as unknown. */
  @WithDefault("2s")
  Duration unknownFor();

  /** Most unknown tokens remembered, apart from the good ones. */
  @WithDefault("50000")
  long unknownRemembered();

  /** A path of token events without a heartbeat for this long is dead. */
  @WithDefault("2s")
  Duration lease();

  /**
   * While no path is alive, an answer got from Redis or token-service is good for this long; once
   * {@code max-staleness} has passed without one, for no time at all.
   */
  @WithDefault("1s")
  Duration recheck();

  /**
   * Without a path of token events, what is known serves for this long at most: where nothing can
   * be asked requests are answered 503 then, else each request asks. At most 5 minutes.
   */
  @WithDefault("60s")
  Duration maxStaleness();

  /** Longest wait for token-service. */
  @WithDefault("1s")
  Duration serviceTimeout();

  /** Most questions to token-service at a time; more are answered 503. */
  @WithDefault("64")
  int serviceConcurrency();
}
