package io.doorward.gateway.limit;

import java.time.Duration;

/** How limits are kept in a test. */
record Settings(
    LimitConfig.Mode mode,
    Duration lease,
    LimitConfig.WithoutRedis withoutRedis,
    int instances,
    long remembered,
    int guessesPerMinute)
    implements LimitConfig {

  static Settings leased(Duration lease) {
    return new Settings(Mode.LEASED, lease, WithoutRedis.LOCAL, 1, 1_000, 0);
  }

  static Settings exact() {
    return new Settings(Mode.EXACT, Duration.ofSeconds(1), WithoutRedis.LOCAL, 1, 1_000, 0);
  }

  static Settings local(int instances) {
    return new Settings(Mode.LOCAL, Duration.ofSeconds(1), WithoutRedis.LOCAL, instances, 1_000, 0);
  }

  static Settings guesses(int perMinute) {
    return new Settings(Mode.LOCAL, Duration.ofSeconds(1), WithoutRedis.LOCAL, 1, 1_000, perMinute);
  }

  Settings shared(int among) {
    return new Settings(mode, lease, withoutRedis, among, remembered, guessesPerMinute);
  }

  Settings without(WithoutRedis holds) {
    return new Settings(mode, lease, holds, instances, remembered, guessesPerMinute);
  }
}
