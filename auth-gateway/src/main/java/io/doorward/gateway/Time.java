package io.doorward.gateway;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The clocks everything is given, so that tests can give others. */
final class Time {

  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  /** Monotonic, in nanoseconds: for what is measured rather than dated. */
  @Produces
  @Singleton
  @DefaultBean
  Ticker ticker() {
    return new MonotonicTicker();
  }

  /** Not a lambda, because client proxies need a class to extend. */
  static class MonotonicTicker implements Ticker {
    @Override
    public long read() {
      return System.nanoTime();
    }
  }
}
