package io.doorward.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.address.SiteBudget;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Bounds how many credentials that nobody knows a source may present, before anything is looked up
 * for it. Kept in process: no guess reaches Redis, whatever it is.
 */
@Singleton
public class Guesses {
  private final SiteBudget budget;
  private final boolean bounded;
  private final Counter refused;

  @Inject
  Guesses(LimitConfig config, Ticker ticker, MeterRegistry registry) {
    budget = new SiteBudget(config.guessesPerMinute(), ticker);
    bounded = config.guessesPerMinute() > 0;
    refused =
        Counter.builder("doorward.limit.guesses.refused")
            .description("requests answered 429 because their source had presented too much")
            .register(registry);
  }

  /** Whether any client has to be looked at: costs next to nothing while nobody guesses. */
  public boolean areBounded() {
    return bounded && budget.isAnySpent();
  }

  /** How long nothing is looked up for this client; zero if it may guess. */
  public Duration pause(IpAddress client) {
    if (!areBounded()) {
      return Duration.ZERO;
    }
    Duration pause = budget.pause(client.site());
    if (!pause.isZero()) {
      refused.increment();
    }
    return pause;
  }

  /** The client has presented a credential that is none. */
  public void count(IpAddress client) {
    if (bounded) {
      budget.take(client.site());
    }
  }
}
