package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.support.Fixtures;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Leases on the real script and the real Redis, on a time that the test moves. */
@Tag("G5")
class LeaseIT {
  private static final Duration LEASE = Duration.ofSeconds(1);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static MovedRedis redis;

  @BeforeAll
  static void start() {
    redis = new MovedRedis();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void clear() {
    redis.clear();
  }

  private static Fleet fleet(int size) {
    return new Fleet(redis, size, Settings.leased(LEASE));
  }

  private static TokenSnapshot perMinute(int limit) {
    return Fleet.token(new Limits(null, limit, null, null));
  }

  /** A request every so often, at the instances in turn; how many were refused. */
  private static int steady(Fleet fleet, TokenSnapshot token, double perSecond, int requests) {
    int refused = 0;
    for (int i = 0; i < requests; i++) {
      fleet.advanceTo((long) (i / perSecond * 1e9));
      if (!fleet.admits(i % fleet.size(), token)) {
        refused++;
      }
    }
    return refused;
  }

  @ParameterizedTest
  @CsvSource({"1000, 0.4", "6000, 0.1", "60000, 0.01"})
  void aSteadyCallerAt95PercentIsNeverRefusedAndCostsFewCalls(int perMinute, double most) {
    Fleet fleet = fleet(3);
    double perSecond = 0.95 * perMinute / 60;
    int requests = (int) (180 * perSecond);
    assertThat(steady(fleet, perMinute(perMinute), perSecond, requests)).isZero();
    assertThat((double) fleet.calls() / requests).isLessThan(most);
  }

  @ParameterizedTest
  @CsvSource({"50, 600, 10000", "200, 6000, 200000", "2000, 60000, 2000000"})
  void underThePlansLimitsAndTheOrganizationsItIsNotRefusedEither(
      int perSecond, int perMinute, int perHour) {
    Fleet fleet = fleet(3);
    Limits own = new Limits(perSecond, perMinute, perHour, null);
    Limits shared = new Limits(perSecond * 10, perMinute * 10, null, null);
    double rate = 0.95 * Math.min(perMinute / 60.0, perHour / 3600.0);
    int requests = (int) (130 * rate);
    assertThat(steady(fleet, Fleet.token(UUID.randomUUID(), own, shared), rate, requests)).isZero();
  }

  @Test
  void aSmallLimitIsAskedForAtEveryRequest() {
    Fleet fleet = fleet(1);
    assertThat(steady(fleet, perMinute(30), 0.4, 40)).isZero();
    assertThat(fleet.calls()).isEqualTo(40);
  }

  @Test
  @Tag("RLM-2")
  void whereNothingIsLeasedNobodyWaitsForLeases() {
    Fleet fleet = fleet(1);
    TokenSnapshot small = perMinute(49);
    TokenSnapshot large = perMinute(50);
    for (int i = 0; i < 50; i++) {
      fleet.admits(0, small);
      fleet.admits(0, large);
    }
    LimitOutcome.Exhausted bySmall = (LimitOutcome.Exhausted) fleet.charge(0, small, 1);
    LimitOutcome.Exhausted byLarge = (LimitOutcome.Exhausted) fleet.charge(0, large, 1);
    assertThat(bySmall.retryAfter()).isLessThanOrEqualTo(Duration.ofSeconds(61));
    assertThat(byLarge.retryAfter()).isGreaterThan(Duration.ofSeconds(61));
  }

  @Test
  @Tag("RLM-3")
  void manyRequestsOfANewTokenAtOnceCostTwoCalls() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(600);
    fleet.hold();
    List<Future<LimitOutcome>> answers =
        IntStream.range(0, 50).mapToObj(i -> fleet.begin(0, token, 1)).toList();
    while (fleet.release()) {
      fleet.advance(Duration.ofMillis(1));
    }
    assertThat(answers).allMatch(answer -> answer.result() instanceof LimitOutcome.Admitted);
    assertThat(fleet.calls()).isEqualTo(2);
  }

  @Test
  @Tag("RLM-3")
  void ofManyRequestsAtOnceAsManyAreAdmittedAsThereArePermits() {
    Fleet fleet = fleet(2);
    TokenSnapshot token = perMinute(30);
    fleet.hold();
    List<Future<LimitOutcome>> answers =
        IntStream.range(0, 80).mapToObj(i -> fleet.begin(i % 2, token, 1)).toList();
    while (fleet.release()) {
      fleet.advance(Duration.ofMillis(1));
    }
    assertThat(answers).allMatch(Future::succeeded);
    assertThat(answers.stream().filter(a -> a.result() instanceof LimitOutcome.Admitted))
        .hasSize(30);
    assertThat(fleet.calls()).isLessThanOrEqualTo(6);
  }

  @Test
  void whoIsRefusedAsksNoMoreThanTenTimesASecond() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(10);
    for (int i = 0; i < 10; i++) {
      assertThat(fleet.admits(0, token)).isTrue();
    }
    int before = fleet.calls();
    for (int i = 0; i < 1_000; i++) {
      assertThat(fleet.admits(0, token)).isFalse();
      fleet.advance(Duration.ofMillis(1));
    }
    assertThat(fleet.calls() - before).isLessThanOrEqualTo(10);
  }

  /** Warms an instance up until it holds permits in advance; what it has admitted. */
  private static int warm(Fleet fleet, int instance, TokenSnapshot token) {
    int admitted = 0;
    for (int i = 0; i < 200; i++) {
      fleet.advance(Duration.ofMillis(10));
      assertThat(fleet.admits(instance, token)).isTrue();
      admitted++;
    }
    return admitted;
  }

  @Test
  void whatACrashedInstanceHeldStaysCharged() {
    Fleet fleet = fleet(2);
    TokenSnapshot token = perMinute(1_000);
    int used = warm(fleet, 0, token);
    long charged = charged(token);
    assertThat(charged).isGreaterThan(used);
    // instance 0 is never heard of again
    long rest = 0;
    while (fleet.admits(1, token)) {
      rest++;
    }
    assertThat(rest).isEqualTo(1_000 - charged);
    assertThat(used + rest).isLessThan(1_000);
  }

  private static long charged(TokenSnapshot token) {
    String key = RedisKeys.tokenLimits(token.organizationId(), token.tokenId()) + "minute";
    return redis.call(Command.HGET, key, "s").toLong();
  }

  @Test
  void whatIsNotUsedIsGivenBackWithTheNextCall() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(1_000);
    int used = warm(fleet, 0, token);
    fleet.advance(LEASE.plusMillis(1));
    int before = fleet.calls();
    assertThat(fleet.admits(0, token)).isTrue();
    assertThat(fleet.calls()).isEqualTo(before + 1);
    fleet.advance(LEASE.plusMillis(1));
    assertThat(fleet.admits(0, token)).isTrue();
    fleet.advance(LEASE.multipliedBy(3));
    fleet.instance(0).leases().sweep();
    assertThat(charged(token)).isEqualTo(used + 2);
  }

  @Test
  void whatAQuietTokenHoldsIsGivenBackByItself() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(1_000);
    int used = warm(fleet, 0, token);
    assertThat(charged(token)).isGreaterThan(used);
    fleet.instance(0).leases().sweep();
    assertThat(charged(token)).isGreaterThan(used);
    fleet.advance(LEASE.multipliedBy(2).plusMillis(1));
    fleet.instance(0).leases().sweep();
    assertThat(charged(token)).isEqualTo(used);
    int calls = fleet.calls();
    fleet.instance(0).leases().sweep();
    assertThat(fleet.calls()).isEqualTo(calls);
  }

  @Test
  void whoStopsGivesEverythingBack() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(1_000);
    int used = warm(fleet, 0, token);
    assertThat(fleet.instance(0).leases().close().succeeded()).isTrue();
    assertThat(charged(token)).isEqualTo(used);
  }

  @Test
  void nothingIsGivenBackTwiceWhoeverAsksFirst() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(1_000);
    int used = warm(fleet, 0, token);
    fleet.advance(LEASE.multipliedBy(3));
    fleet.instance(0).leases().sweep();
    assertThat(fleet.admits(0, token)).isTrue();
    fleet.instance(0).leases().close();
    assertThat(charged(token)).isEqualTo(used + 1);
  }

  @Test
  @Tag("RLM-6")
  void aLeaseOutlivesRedisAndEndsInTime() {
    Settings deny = Settings.leased(LEASE).without(LimitConfig.WithoutRedis.DENY);
    Fleet fleet = new Fleet(redis, 1, deny);
    TokenSnapshot token = perMinute(1_000);
    warm(fleet, 0, token);
    // so that a full lease begins
    int calls = fleet.calls();
    while (fleet.calls() == calls) {
      assertThat(fleet.admits(0, token)).isTrue();
      fleet.advance(Duration.ofMillis(10));
    }
    fleet.gone(true);
    assertThat(fleet.admits(0, token)).isTrue();
    fleet.advance(LEASE.minusMillis(10));
    assertThat(fleet.admits(0, token)).isTrue();
    fleet.advance(Duration.ofNanos(1));
    assertThat(fleet.charge(0, token, 1)).isInstanceOf(LimitOutcome.Undecided.class);
    fleet.gone(false);
    assertThat(fleet.admits(0, token)).isTrue();
  }

  @Test
  @Tag("RLM-6")
  void aRouteSaysWhatHoldsWithoutRedis() {
    for (Settings settings : List.of(Settings.leased(LEASE), Settings.exact())) {
      Fleet fleet = new Fleet(redis, 1, settings.without(LimitConfig.WithoutRedis.DENY));
      TokenSnapshot token = perMinute(2);
      fleet.gone(true);
      assertThat(fleet.charge(0, token, 1)).isInstanceOf(LimitOutcome.Undecided.class);
      assertThat(fleet.charge(0, token, LimitConfig.WithoutRedis.ALLOW))
          .isInstanceOf(LimitOutcome.Unlimited.class);
      for (int i = 0; i < 2; i++) {
        assertThat(fleet.charge(0, token, LimitConfig.WithoutRedis.LOCAL))
            .isInstanceOf(LimitOutcome.Admitted.class);
      }
      assertThat(fleet.charge(0, token, LimitConfig.WithoutRedis.LOCAL))
          .isInstanceOf(LimitOutcome.Exhausted.class);
      fleet.gone(false);
    }
  }

  @Test
  void aLeaseIsCountedFromBeforeItsCall() {
    Settings deny = Settings.leased(LEASE).without(LimitConfig.WithoutRedis.DENY);
    Fleet fleet = new Fleet(redis, 1, deny);
    TokenSnapshot token = perMinute(1_000);
    warm(fleet, 0, token);
    fleet.advance(LEASE);
    fleet.latency(() -> Duration.ofMillis(30).toNanos());
    long asked = fleet.now();
    assertThat(fleet.admits(0, token)).isTrue();
    fleet.gone(true);
    fleet.advanceTo(asked + LEASE.toNanos());
    assertThat(fleet.admits(0, token)).isTrue();
    fleet.advance(Duration.ofNanos(1));
    assertThat(fleet.admits(0, token)).isFalse();
  }

  @Test
  @Tag("RLM-6")
  void afterItsLeaseAnInstanceGoesOnFromWhatRedisSaidLast() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(1_000);
    Uses uses = new Uses();
    for (int i = 0; i < 2_000; i++) {
      fleet.advance(Duration.ofMillis(10));
      fleet.gone(i > 500);
      if (fleet.admits(0, token)) {
        uses.add(fleet.now(), 1);
      }
    }
    assertThat(uses.most(MINUTE)).isBetween(950L, 1_000L);
  }

  @Test
  void aRequestThatCostsMoreIsChargedMore() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(100);
    assertThat(fleet.charge(0, token, 60)).isInstanceOf(LimitOutcome.Admitted.class);
    assertThat(fleet.charge(0, token, 41)).isInstanceOf(LimitOutcome.Exhausted.class);
    assertThat(fleet.charge(0, token, 40)).isInstanceOf(LimitOutcome.Admitted.class);
    assertThat(fleet.charge(0, token, 1)).isInstanceOf(LimitOutcome.Exhausted.class);
  }

  @Test
  void theTokensOfAnOrganizationShareItsLimit() {
    Fleet fleet = fleet(3);
    UUID organization = UUID.randomUUID();
    Limits own = new Limits(null, 600, null, null);
    Limits shared = new Limits(null, 1_000, null, null);
    List<TokenSnapshot> tokens =
        IntStream.range(0, 4).mapToObj(i -> Fleet.token(organization, own, shared)).toList();
    int admitted = 0;
    LimitOutcome last = fleet.charge(0, tokens.get(0), 1);
    for (int i = 0; i < 3_000; i++) {
      LimitOutcome outcome = fleet.charge(i % 3, tokens.get(i % 4), 1);
      if (outcome instanceof LimitOutcome.Admitted) {
        admitted++;
      } else {
        last = outcome;
      }
    }
    assertThat(admitted + 1).isEqualTo(1_000);
    LimitOutcome.Exhausted refused = (LimitOutcome.Exhausted) last;
    assertThat(refused.violated()).containsExactly("minute of the organization");
    assertThat(refused.fields().state()).startsWith("\"organization-minute\";r=0;t=");
    assertThat(refused.fields().policy())
        .isEqualTo("\"minute\";q=600;w=60, \"organization-minute\";q=1000;w=60");
    TokenSnapshot stranger = Fleet.token(UUID.randomUUID(), own, shared);
    assertThat(fleet.admits(0, stranger)).isTrue();
  }

  @Test
  void aRefusalByTheOrganizationChargesTheTokenNothing() {
    Fleet fleet = fleet(1);
    UUID organization = UUID.randomUUID();
    Limits shared = new Limits(null, 5, null, null);
    TokenSnapshot first = Fleet.token(organization, new Limits(null, 50, null, null), shared);
    TokenSnapshot second = Fleet.token(organization, new Limits(null, 50, null, null), shared);
    for (int i = 0; i < 5; i++) {
      assertThat(fleet.admits(0, first)).isTrue();
    }
    assertThat(fleet.admits(0, second)).isFalse();
    String key = RedisKeys.tokenLimits(organization, second.tokenId()) + "minute";
    assertThat(redis.call(Command.EXISTS, key).toInteger()).isZero();
  }

  @Test
  void newLimitsHoldAtOnceAndWhatWasHeldUnderOldOnesIsGivenBack() {
    Fleet fleet = fleet(1);
    TokenSnapshot before = perMinute(6_000);
    int used = warm(fleet, 0, before);
    TokenSnapshot after =
        Fixtures.token(before.lookup())
            .id(before.tokenId())
            .limits(new Limits(null, used + 1, null, null))
            .build();
    fleet.advance(LEASE.multipliedBy(2));
    fleet.instance(0).leases().sweep();
    assertThat(fleet.admits(0, after)).isTrue();
    assertThat(fleet.admits(0, after)).isFalse();
  }

  @Test
  @Tag("RLM-2")
  void whatIsToldIsNeverMoreThanWhatIsLeft() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(1_000);
    Uses uses = new Uses();
    for (int i = 0; i < 3_000; i++) {
      fleet.advance(Duration.ofMillis(7 + i % 50));
      if (fleet.charge(0, token, 1) instanceof LimitOutcome.Admitted admitted) {
        uses.add(fleet.now(), 1);
        assertThat(admitted.fields().remaining())
            .isBetween(0L, 1_000 - uses.within(MINUTE, fleet.now()));
      }
    }
  }

  @Test
  void whatItDoesCanBeReadFromItsMeters() {
    Fleet fleet = fleet(1);
    TokenSnapshot token = perMinute(1_000);
    int used = warm(fleet, 0, token);
    fleet.instance(0).leases().close();
    var registry = fleet.instance(0).registry();
    assertThat(
            registry
                .get("doorward.limits")
                .tags("mode", "leased", "outcome", "admitted")
                .counter()
                .count())
        .isEqualTo(used);
    assertThat(registry.get("doorward.limit.calls").counter().count()).isEqualTo(fleet.calls());
    assertThat(registry.get("doorward.limit.leases").counter().count()).isPositive();
    double leased = registry.get("doorward.limit.permits").tag("fate", "leased").counter().count();
    double returned =
        registry.get("doorward.limit.permits").tag("fate", "returned").counter().count();
    assertThat(returned).isPositive().isLessThan(leased);
  }
}
