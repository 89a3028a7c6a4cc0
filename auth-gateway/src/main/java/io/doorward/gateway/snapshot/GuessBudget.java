package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.gateway.ImportedKeysConfig;
import io.doorward.gateway.address.SiteBudget;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/** How many keys of other systems that nobody knows each source may present a minute. */
@Singleton
class GuessBudget {
  private final SiteBudget budget;

  @Inject
  GuessBudget(ImportedKeysConfig config, Ticker ticker) {
    budget = new SiteBudget(config.missesPerMinute(), ticker);
  }

  /** Takes one before the guess is looked at, so that many at once are bounded too. */
  boolean take(String source) {
    return budget.take(source);
  }

  /** It was no miss. */
  void giveBack(String source) {
    budget.giveBack(source);
  }

  /** How long the source must wait until it may guess again. */
  Duration pause(String source) {
    return budget.pause(source);
  }
}
