package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenSnapshot;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * The promise, on the real script and the real Redis: whatever callers do and however requests are
 * spread, no true sliding window holds more than the limit.
 */
@Tag("G5")
class LeasePropertyIT {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final long NANOS = 1_000_000_000;

  private static MovedRedis redis;

  @BeforeContainer
  static void start() {
    redis = new MovedRedis();
  }

  @AfterContainer
  static void stop() {
    redis.close();
  }

  @BeforeTry
  void clear() {
    redis.clear();
  }

  /**
   * What happens to one organization.
   *
   * @param shared the organization's limit per minute; 0 for none
   * @param tokens of the organization that are used
   * @param latencyMillis the longest way to Redis or back
   */
  record Schedule(
      long seed,
      int perMinute,
      int perSecond,
      int shared,
      int tokens,
      int instances,
      int leaseMillis,
      int latencyMillis,
      int mostPermits) {}

  @Provide
  Arbitrary<Schedule> schedules() {
    Arbitrary<Integer> limits =
        Arbitraries.oneOf(
            Arbitraries.of(10, 60, 1_000, 6_000), Arbitraries.integers().between(10, 6_000));
    return Combinators.combine(
            Arbitraries.longs(),
            limits,
            Arbitraries.of(1, 3, 8),
            Arbitraries.of(0, 500, 1_000, 2_000),
            Arbitraries.of(0, 0, 3),
            Arbitraries.of(1, 1, 5),
            Arbitraries.integers().between(0, 20))
        .as(
            (seed, perMinute, instances, lease, organization, cost, latency) ->
                new Schedule(
                    seed,
                    perMinute,
                    Math.max(perMinute / 3, 2 * cost),
                    organization == 0 ? 0 : perMinute * 3 / 2,
                    Math.max(organization, 1),
                    instances,
                    lease,
                    lease == 0 ? 0 : latency,
                    cost));
  }

  @Property(tries = 200, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  @Tag("RLM-3")
  @Tag("RLM-4")
  @Tag("RLM-8")
  void inNoTrueWindowIsMoreUsedThanTheLimit(@ForAll("schedules") Schedule schedule) {
    Run run = new Run(schedule);
    run.play(2_000 + schedule.perMinute());
    run.hasKeptThePromise();
  }

  /** Calls are under way while more requests come, and are answered in any order. */
  @Property(tries = 50, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  @Tag("RLM-3")
  void norWhileCallsAreUnderWay(@ForAll("schedules") Schedule schedule) {
    Run run = new Run(schedule);
    run.fleet.hold();
    run.play(2_500);
    while (run.fleet.release()) {
      run.fleet.advance(Duration.ofMillis(1));
    }
    assertThat(run.answered).isEqualTo(run.asked);
    run.hasKeptThePromise();
  }

  /** One schedule on a fleet of its own. */
  private static final class Run {
    private final Schedule schedule;
    private final Random random;
    private final Fleet fleet;
    private final List<TokenSnapshot> tokens;
    private final List<Uses> used;
    private final Uses together = new Uses();
    private final Uses bursts = new Uses();
    private int asked;
    private int answered;
    private long leastLeft;

    Run(Schedule schedule) {
      this.schedule = schedule;
      this.random = new Random(schedule.seed());
      boolean exact = schedule.leaseMillis() == 0 && random.nextBoolean();
      Settings leased = Settings.leased(Duration.ofMillis(schedule.leaseMillis()));
      this.fleet = new Fleet(redis, schedule.instances(), exact ? Settings.exact() : leased);
      fleet.latency(() -> random.nextLong(schedule.latencyMillis() * 1_000_000L + 1));
      UUID organization = UUID.randomUUID();
      Limits own = new Limits(schedule.perSecond(), schedule.perMinute(), 1_000_000, null);
      Limits shared =
          schedule.shared() == 0 ? null : new Limits(null, schedule.shared(), null, null);
      tokens =
          java.util.stream.IntStream.range(0, schedule.tokens())
              .mapToObj(i -> Fleet.token(organization, own, shared))
              .toList();
      used = tokens.stream().map(token -> new Uses()).toList();
    }

    void hasKeptThePromise() {
      for (Uses uses : used) {
        assertThat(uses.most(MINUTE)).isLessThanOrEqualTo(schedule.perMinute());
      }
      assertThat(bursts.most(SECOND)).isLessThanOrEqualTo(mostInASecond());
      assertThat(leastLeft).isZero();
      if (schedule.shared() > 0) {
        assertThat(together.most(MINUTE)).isLessThanOrEqualTo(schedule.shared());
      }
      assertThat(together.isEmpty()).isFalse();
    }

    /** The burst, and what each instance may hold beyond it. */
    long mostInASecond() {
      int held =
          schedule.leaseMillis() == 0 ? 0 : LimitWindow.SECOND.inAdvance(schedule.perSecond());
      return schedule.perSecond() + (long) schedule.instances() * held;
    }

    /** Bursts, callers at, under and far over the limit, and pauses at the edges of windows. */
    void play(int most) {
      long end = 300 * NANOS;
      for (int events = 0; fleet.now() < end && events < most; ) {
        double perSecond =
            schedule.perMinute()
                / 60.0
                * List.of(0.2, 0.8, 1.0, 1.5, 5.0, 40.0).get(random.nextInt(6));
        long until =
            fleet.now()
                + List.of(NANOS / 3, 2 * NANOS, 10 * NANOS, 45 * NANOS).get(random.nextInt(4));
        while (fleet.now() < until && events < most) {
          fleet.advanceTo(
              fleet.now() + (long) (-Math.log(1 - random.nextDouble()) / perSecond * NANOS));
          request();
          events++;
        }
        if (random.nextInt(10) < 3) {
          fleet.advanceTo(
              fleet.now()
                  + List.of(NANOS, 20 * NANOS, 59_900_000_000L, 60_100_000_000L)
                      .get(random.nextInt(4)));
        }
        if (random.nextInt(10) < 3) {
          fleet.instance(random.nextInt(fleet.size())).leases().sweep();
        }
      }
    }

    private void request() {
      int which = random.nextInt(tokens.size());
      int permits = 1 + random.nextInt(schedule.mostPermits());
      asked++;
      fleet
          .begin(random.nextInt(fleet.size()), tokens.get(which), permits)
          .onSuccess(outcome -> answered(outcome, which, permits));
      while (random.nextInt(3) == 0 && fleet.release(random.nextInt(fleet.size()))) {
        fleet.advance(Duration.ofNanos(random.nextInt(5_000_000)));
      }
    }

    private void answered(LimitOutcome outcome, int which, int permits) {
      answered++;
      if (outcome instanceof LimitOutcome.Admitted admitted) {
        leastLeft = Math.min(leastLeft, admitted.fields().remaining());
        used.get(which).add(fleet.now(), permits);
        together.add(fleet.now(), permits);
        if (which == 0) {
          bursts.add(fleet.chargedAt(), permits);
        }
      }
    }
  }
}
