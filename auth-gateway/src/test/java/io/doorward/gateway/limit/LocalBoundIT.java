package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds where instances do not know of each other. */
@Tag("G5")
@Tag("RLM-6")
class LocalBoundIT {
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

  static Stream<Integer> seeds() {
    return IntStream.range(0, 20).boxed();
  }

  private static Uses flood(Fleet fleet, TokenSnapshot token, Random random, int requests) {
    Uses uses = new Uses();
    for (int i = 0; i < requests; i++) {
      fleet.advance(Duration.ofMillis(random.nextInt(120)));
      if (fleet.admits(random.nextInt(fleet.size()), token)) {
        uses.add(fleet.now(), 1);
      }
    }
    return uses;
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void localInstancesTogetherAdmitTheSumOfTheirShares(int seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(5);
    int limit = 10 + random.nextInt(500);
    Fleet fleet = new Fleet(redis, size, Settings.local(size));
    TokenSnapshot token = Fleet.token(new Limits(null, limit, null, null));
    Uses uses = flood(fleet, token, random, 5_000);
    int share = (limit + size - 1) / size;
    assertThat(uses.most(MINUTE)).isBetween((long) share, (long) share * size);
    assertThat(fleet.calls()).isZero();
  }

  @Test
  void theTokensOfAnOrganizationShareItsLimitHereToo() {
    Fleet fleet = new Fleet(redis, 1, Settings.local(1));
    UUID organization = UUID.randomUUID();
    Limits own = new Limits(null, 8, null, null);
    Limits shared = new Limits(null, 10, null, null);
    TokenSnapshot first = Fleet.token(organization, own, shared);
    TokenSnapshot second = Fleet.token(organization, own, shared);
    int admitted = 0;
    for (int i = 0; i < 40; i++) {
      admitted += fleet.admits(0, i % 2 == 0 ? first : second) ? 1 : 0;
    }
    assertThat(admitted).isEqualTo(10);
    LimitOutcome.Exhausted refused = (LimitOutcome.Exhausted) fleet.charge(0, first, 1);
    assertThat(refused.violated()).containsExactly("minute of the organization");
  }

  /** Its memory is full and it may drop nothing: it answers every write with an error. */
  @Test
  void aRedisThatIsFullIsOneThatIsGoneUntilItHasRoomAgain() {
    Fleet fleet = new Fleet(redis, 1, Settings.leased(Duration.ofSeconds(1)));
    TokenSnapshot token = Fleet.token(new Limits(null, 10, null, null));
    assertThat(fleet.admits(0, token)).isTrue();
    int calls = fleet.calls();
    redis.call(Command.CONFIG, "SET", "maxmemory", "1");
    try {
      for (int i = 0; i < 9; i++) {
        assertThat(fleet.admits(0, token)).isTrue();
      }
      assertThat(fleet.admits(0, token)).isFalse();
      assertThat(fleet.calls()).isEqualTo(calls);
    } finally {
      redis.call(Command.CONFIG, "SET", "maxmemory", "0");
    }
    assertThat(fleet.admits(0, token)).isTrue();
    assertThat(fleet.calls()).isGreaterThan(calls);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whenRedisDiesOnlyTheSharesComeOnTop(int seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(4);
    int limit = 50 + random.nextInt(500);
    Fleet fleet = new Fleet(redis, size, Settings.leased(Duration.ofSeconds(1)).shared(size));
    TokenSnapshot token = Fleet.token(new Limits(null, limit, null, null));
    Uses uses = new Uses();
    for (int i = 0; i < 4_000; i++) {
      fleet.advance(Duration.ofMillis(random.nextInt(60)));
      fleet.gone(i / 700 % 2 == 1);
      if (fleet.admits(random.nextInt(size), token)) {
        uses.add(fleet.now(), 1);
      }
    }
    int shares = (limit + size - 1) / size * size;
    assertThat(uses.most(MINUTE)).isLessThanOrEqualTo(limit + shares);
  }
}
