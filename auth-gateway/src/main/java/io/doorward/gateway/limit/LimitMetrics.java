package io.doorward.gateway.limit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/**
 * What the limiter does. Calls of the script per request are {@code doorward.limit.calls} over
 * {@code doorward.limits}.
 */
@Singleton
class LimitMetrics {
  final Decisions exact;
  final Decisions leased;
  final Decisions local;
  private final Map<LimitConfig.WithoutRedis, Counter> without =
      new EnumMap<>(LimitConfig.WithoutRedis.class);
  private final Counter calls;
  private final Counter leases;
  private final Counter advanced;
  private final Counter returned;
  private final Counter lapsed;

  /** Requests admitted and refused in one mode. */
  record Decisions(Counter admitted, Counter refused) {
    LimitOutcome count(LimitOutcome outcome) {
      (outcome instanceof LimitOutcome.Admitted ? admitted : refused).increment();
      return outcome;
    }
  }

  @Inject
  LimitMetrics(MeterRegistry registry) {
    exact = decisions(registry, "exact");
    leased = decisions(registry, "leased");
    local = decisions(registry, "local");
    for (LimitConfig.WithoutRedis holds : LimitConfig.WithoutRedis.values()) {
      if (holds != LimitConfig.WithoutRedis.LOCAL) {
        without.put(holds, decision(registry, "none", holds.name().toLowerCase(Locale.ROOT)));
      }
    }
    calls =
        Counter.builder("doorward.limit.calls")
            .description("calls of the limiter's script in Redis")
            .register(registry);
    leases =
        Counter.builder("doorward.limit.leases")
            .description("calls that charged permits in advance")
            .register(registry);
    advanced = permits(registry, "leased");
    returned = permits(registry, "returned");
    lapsed = permits(registry, "lapsed");
  }

  /** Nothing was counted, here or in Redis. */
  void uncounted(LimitConfig.WithoutRedis holds) {
    Counter counter = without.get(holds);
    if (counter != null) {
      counter.increment();
    }
  }

  private static Decisions decisions(MeterRegistry registry, String mode) {
    return new Decisions(decision(registry, mode, "admitted"), decision(registry, mode, "refused"));
  }

  private static Counter decision(MeterRegistry registry, String mode, String outcome) {
    return Counter.builder("doorward.limits")
        .description("decisions of the limiter by mode")
        .tag("mode", mode)
        .tag("outcome", outcome)
        .register(registry);
  }

  private static Counter permits(MeterRegistry registry, String fate) {
    return Counter.builder("doorward.limit.permits")
        .description(
            "permits charged in advance: leased, of these returned unused, or lapsed (unused and"
                + " charged all the same, because Redis was gone)")
        .tag("fate", fate)
        .register(registry);
  }

  void called() {
    calls.increment();
  }

  /** So many were charged beyond what was asked for at once. */
  void leased(int permits) {
    if (permits > 0) {
      leases.increment();
      advanced.increment(permits);
    }
  }

  void returned(int permits) {
    returned.increment(permits);
  }

  void lapsed(int permits) {
    lapsed.increment(permits);
  }
}
