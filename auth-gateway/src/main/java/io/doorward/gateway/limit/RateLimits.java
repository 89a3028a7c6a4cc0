package io.doorward.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Charges requests to the limits of their token and of its organization. */
@Singleton
public class RateLimits {
  /** The most that one request may cost. */
  public static final int MOST_PERMITS = 1_000;

  private static final Logger LOG = Logger.getLogger(RateLimits.class);
  private static final Future<LimitOutcome> UNLIMITED =
      Future.succeededFuture(new LimitOutcome.Unlimited());
  private static final LimitOutcome UNDECIDED = new LimitOutcome.Undecided();

  private final Accounts accounts;
  private final RedisRings shared;
  private final Leases leases;
  private final LocalRings local;
  private final LimitMetrics metrics;
  private final LimitConfig.Mode mode;
  private final LimitConfig.WithoutRedis withoutRedis;
  private final Ticker ticker;
  private volatile boolean sharedLost;

  @Inject
  RateLimits(
      Accounts accounts,
      RedisRings shared,
      Leases leases,
      LocalRings local,
      LimitMetrics metrics,
      LimitConfig config,
      Ticker ticker) {
    this.accounts = accounts;
    this.shared = shared;
    this.leases = leases;
    this.local = local;
    this.metrics = metrics;
    this.mode = config.mode();
    this.withoutRedis = config.withoutRedis();
    this.ticker = ticker;
  }

  /**
   * Charges permits to a token, in all windows or in none. Completes on the caller's event loop: at
   * once if the answer can be had here, else within Redis' timeout, or thrice that for whoever had
   * to wait for others' calls; never fails.
   *
   * @param permits the request's cost, from 1 to {@link #MOST_PERMITS}
   * @param withoutRedis what holds for this request while Redis cannot be asked; {@code null} for
   *     what is configured for all
   */
  public Future<LimitOutcome> charge(
      TokenSnapshot token, int permits, LimitConfig.@Nullable WithoutRedis withoutRedis) {
    Account account = accounts.of(token);
    if (account.quotas().all().isEmpty()) {
      return UNLIMITED;
    }
    return switch (mode) {
      case LEASED -> leased(account, permits, withoutRedis);
      case EXACT -> exact(account, permits, withoutRedis);
      case LOCAL -> Future.succeededFuture(alone(account, permits));
    };
  }

  private Future<LimitOutcome> leased(
      Account account, int permits, LimitConfig.@Nullable WithoutRedis otherwise) {
    long now = ticker.read();
    @Nullable Future<LimitOutcome> held = account.answer(permits, now);
    if (held != null) {
      metrics.leased.admitted().increment();
      return held;
    }
    @Nullable Future<LimitOutcome> refusal = account.refusal(permits, now);
    if (refusal != null) {
      metrics.leased.refused().increment();
      return refusal;
    }
    return leases
        .ask(account, permits, now)
        .map(outcome -> found(metrics.leased.count(outcome)))
        .otherwise(e -> lost(account, permits, otherwise, e));
  }

  private Future<LimitOutcome> exact(
      Account account, int permits, LimitConfig.@Nullable WithoutRedis otherwise) {
    metrics.called();
    return shared
        .ask(Ask.exactly(account.quotas(), permits))
        .map(
            ruling -> {
              account.local().remember(ruling, ticker.read());
              return found(metrics.exact.count(ruling.outcome(account.quotas().policy())));
            })
        .otherwise(e -> lost(account, permits, otherwise, e));
  }

  /** How limits are kept at present: {@code exact}, {@code leased}, {@code local}, {@code none}. */
  public String mode() {
    if (!sharedLost || mode == LimitConfig.Mode.LOCAL) {
      return mode.name().toLowerCase(Locale.ROOT);
    }
    return withoutRedis == LimitConfig.WithoutRedis.LOCAL ? "local" : "none";
  }

  private LimitOutcome found(LimitOutcome outcome) {
    if (sharedLost) {
      sharedLost = false;
      LOG.info("limits are kept in Redis again");
    }
    return outcome;
  }

  private LimitOutcome lost(
      Account account, int permits, LimitConfig.@Nullable WithoutRedis otherwise, Throwable cause) {
    if (!sharedLost) {
      sharedLost = true;
      LOG.warnf("limits are not kept in Redis now: %s", cause.getMessage());
    }
    LimitConfig.WithoutRedis holds = otherwise == null ? withoutRedis : otherwise;
    if (holds == LimitConfig.WithoutRedis.LOCAL) {
      return alone(account, permits);
    }
    metrics.uncounted(holds);
    return holds == LimitConfig.WithoutRedis.DENY ? UNDECIDED : new LimitOutcome.Unlimited();
  }

  private LimitOutcome alone(Account account, int permits) {
    Ruling ruling = local.charge(account.quotas(), account.local(), permits);
    return metrics.local.count(ruling.outcome(RateLimitFields.shares(ruling.readings())));
  }
}
