package io.doorward.gateway.limit;

import io.doorward.contract.snapshot.Limits;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Charges requests to the limits of their token. */
@Singleton
public class RateLimits {
  private static final Logger LOG = Logger.getLogger(RateLimits.class);
  private static final Future<LimitOutcome> UNLIMITED =
      Future.succeededFuture(new LimitOutcome.Unlimited());
  private static final LimitOutcome UNDECIDED = new LimitOutcome.Undecided();

  private final RedisRings shared;
  private final LocalRings local;
  private final LimitConfig.WithoutRedis withoutRedis;
  private final Counter exactAdmitted;
  private final Counter exactRefused;
  private final Counter localAdmitted;
  private final Counter localRefused;
  private final Counter without;
  private volatile boolean sharedLost;

  @Inject
  RateLimits(RedisRings shared, LocalRings local, LimitConfig config, MeterRegistry registry) {
    this.shared = shared;
    this.local = local;
    this.withoutRedis = config.withoutRedis();
    this.exactAdmitted = counter(registry, "exact", "admitted");
    this.exactRefused = counter(registry, "exact", "refused");
    this.localAdmitted = counter(registry, "local", "admitted");
    this.localRefused = counter(registry, "local", "refused");
    this.without = counter(registry, "none", config.withoutRedis().name().toLowerCase(Locale.ROOT));
  }

  private static Counter counter(MeterRegistry registry, String mode, String outcome) {
    return Counter.builder("doorward.limits")
        .description("decisions of the limiter by mode")
        .tag("mode", mode)
        .tag("outcome", outcome)
        .register(registry);
  }

  /**
   * Charges permits to a token. Completes on the caller's event loop, within Redis' timeout; never
   * fails.
   */
  public Future<LimitOutcome> charge(UUID token, Limits limits, int permits) {
    Charge charge = Charge.of(token, permits, limits);
    if (charge.quotas().isEmpty()) {
      return UNLIMITED;
    }
    return shared
        .charge(charge)
        .map(ruling -> exact(token, ruling))
        .otherwise(e -> alone(charge, e));
  }

  private LimitOutcome exact(UUID token, Ruling ruling) {
    if (sharedLost) {
      sharedLost = false;
      LOG.info("limits are kept in Redis again");
    }
    local.remember(token, ruling.readings());
    (ruling.charged() ? exactAdmitted : exactRefused).increment();
    return outcome(ruling);
  }

  private LimitOutcome alone(Charge charge, Throwable cause) {
    if (!sharedLost) {
      sharedLost = true;
      LOG.warnf("limits are not kept in Redis now: %s", cause.getMessage());
    }
    if (withoutRedis != LimitConfig.WithoutRedis.LOCAL) {
      without.increment();
      return withoutRedis == LimitConfig.WithoutRedis.DENY
          ? UNDECIDED
          : new LimitOutcome.Unlimited();
    }
    Ruling ruling = local.charge(charge);
    (ruling.charged() ? localAdmitted : localRefused).increment();
    return outcome(ruling);
  }

  private static LimitOutcome outcome(Ruling ruling) {
    List<Reading> readings = ruling.readings();
    if (ruling.charged()) {
      return new LimitOutcome.Admitted(RateLimitFields.charged(readings));
    }
    List<Reading> violated = RateLimitFields.violated(readings);
    Duration wait = violated.get(0).pause();
    return new LimitOutcome.Exhausted(
        RateLimitFields.refused(readings),
        Duration.ofSeconds((wait.toMillis() + 999) / 1000),
        violated.stream().map(reading -> reading.window().label()).toList());
  }
}
