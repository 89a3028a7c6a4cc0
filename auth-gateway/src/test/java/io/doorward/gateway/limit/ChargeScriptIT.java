package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The script itself on the real Redis. */
@Tag("G5")
class ChargeScriptIT {
  private static final long SECOND = 1_000_000;
  private static final long NOW = 1_790_000_000L * SECOND;
  private static MovedRedis redis;

  @BeforeAll
  static void start() {
    redis = new MovedRedis();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  /** A window as the script takes it; times in microseconds. */
  private record Window(long limit, long slice, long counted, long kept) {
    static Window of(long limit, long length, long slices) {
      return new Window(limit, length / slices, slices + 1, slices + 1);
    }
  }

  /** A ring or some, on a clock of its own. */
  private static final class Rings {
    private final List<Window> windows;
    private final List<String> keys;

    Rings(Window... windows) {
      this.windows = List.of(windows);
      String id = UUID.randomUUID().toString();
      this.keys =
          IntStream.range(0, windows.length).mapToObj(i -> "test:{" + id + "}:" + i).toList();
    }

    Rings(List<Window> windows, List<String> keys) {
      this.windows = windows;
      this.keys = keys;
    }

    /** The same rings as an instance counts them that is configured otherwise. */
    Rings as(Window other) {
      return new Rings(List.of(other), keys);
    }

    Reply call(long need, long want, long spare, long back, long at, long now) {
      Request request = Request.cmd(Command.EVAL).arg(MovedRedis.script()).arg(keys.size());
      keys.forEach(request::arg);
      request.arg(need).arg(want).arg(spare).arg(back).arg(at);
      windows.forEach(w -> request.arg(w.limit()).arg(w.slice()).arg(w.counted()).arg(w.kept()));
      return new Reply(MovedRedis.await(redis.send(request.arg(now))));
    }

    Reply charge(long permits, long now) {
      return call(permits, permits, 0, 0, 0, now);
    }

    Reply giveBack(long permits, long at, long now) {
      return call(0, 0, 0, permits, at, now);
    }
  }

  private record Reply(Response response) {
    int granted() {
      return response.get(0).toInteger();
    }

    boolean charged() {
      return granted() > 0;
    }

    long left(int window) {
      return response.get(2 + 2 * window).toLong();
    }

    long pause(int window) {
      return response.get(3 + 2 * window).toLong();
    }
  }

  static List<Integer> seeds() {
    return IntStream.range(0, 40).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("RLM-3")
  @Tag("RLM-4")
  void inNoTrueWindowIsMoreChargedThanTheLimit(int seed) {
    Random random = new Random(seed);
    long limit = List.of(1L, 5L, 20L, 60L).get(random.nextInt(4));
    int slices = List.of(10, 40, 120).get(random.nextInt(3));
    Rings rings =
        new Rings(
            Window.of(Math.max(limit / 4, 1), SECOND, 40), Window.of(limit, 60 * SECOND, slices));
    long now = NOW + random.nextInt(1_000_000);
    Uses uses = new Uses();
    for (int i = 0; i < 400; i++) {
      now += pause(random, limit);
      Reply reply = rings.charge(1, now);
      if (reply.charged()) {
        uses.add(now * 1_000, 1);
      } else {
        assertThat(Math.max(reply.pause(0), reply.pause(1))).isPositive();
      }
      assertThat(reply.left(0)).isBetween(0L, Math.max(limit / 4, 1));
      assertThat(reply.left(1)).isBetween(0L, limit);
    }
    assertThat(uses.most(Duration.ofSeconds(1))).isLessThanOrEqualTo(Math.max(limit / 4, 1));
    assertThat(uses.most(Duration.ofMinutes(1))).isLessThanOrEqualTo(limit);
    assertThat(uses.isEmpty()).isFalse();
  }

  /** Bursts, a caller near its limit, and pauses that end at the edges of windows. */
  private static long pause(Random random, long limit) {
    return switch (random.nextInt(10)) {
      case 0 -> 59_900_000 + random.nextInt(200_000);
      case 1 -> 1 + random.nextInt(999_000);
      case 2, 3 -> 60 * SECOND / limit;
      default -> random.nextInt(20_000);
    };
  }

  @Test
  void aSteadyCallerALittleUnderItsLimitIsNeverRefused() {
    Rings rings = new Rings(Window.of(60, 60 * SECOND, 120));
    long now = NOW;
    for (int i = 0; i < 300; i++) {
      now += (long) (SECOND / 0.95);
      assertThat(rings.charge(1, now).charged()).isTrue();
    }
  }

  @Test
  @Tag("RLM-2")
  void whoWaitsAsLongAsToldIsAdmittedAndNotBefore() {
    Rings rings = new Rings(Window.of(3, 60 * SECOND, 120));
    for (int i = 0; i < 3; i++) {
      rings.charge(1, NOW + 7 * SECOND * i);
    }
    long later = NOW + 20 * SECOND;
    Reply refused = rings.charge(1, later);
    assertThat(refused.charged()).isFalse();
    assertThat(rings.charge(1, later + refused.pause(0) - 1).charged()).isFalse();
    assertThat(rings.charge(1, later + refused.pause(0)).charged()).isTrue();
  }

  @Test
  void aRefusalInOneWindowChargesNone() {
    Rings rings = new Rings(Window.of(1, SECOND, 40), Window.of(10, 60 * SECOND, 120));
    rings.charge(1, NOW);
    Reply refused = rings.charge(1, NOW + 10);
    assertThat(refused.charged()).isFalse();
    assertThat(refused.left(1)).isEqualTo(9);
    assertThat(refused.pause(1)).isZero();
    assertThat(rings.charge(1, NOW + 2 * SECOND).left(1)).isEqualTo(8);
  }

  @Test
  void ofWhatIsWantedAsMuchIsChargedAsThereIsIfItIsNotLessThanIsNeeded() {
    Rings rings = new Rings(Window.of(10, 60 * SECOND, 120));
    rings.charge(4, NOW);
    Reply some = rings.call(2, 9, 5, 0, 0, NOW);
    assertThat(some.granted()).isEqualTo(6);
    assertThat(some.left(0)).isZero();
    rings.giveBack(1, NOW, NOW);
    assertThat(rings.call(2, 9, 0, 0, 0, NOW).charged()).isFalse();
  }

  @Test
  void inAdvanceAtMostAQuarterOfWhatIsLeftIsCharged() {
    Rings rings = new Rings(Window.of(1_000, 60 * SECOND, 120));
    rings.charge(799, NOW);
    assertThat(rings.call(1, 1, 500, 0, 0, NOW).granted()).isEqualTo(51);
    assertThat(rings.call(1, 1, 10, 0, 0, NOW).granted()).isEqualTo(11);
  }

  @Test
  void whatIsGivenBackLeavesTheSliceItWasChargedIn() {
    Rings rings = new Rings(Window.of(10, 60 * SECOND, 120));
    rings.charge(3, NOW);
    rings.charge(7, NOW + 30 * SECOND);
    assertThat(rings.giveBack(7, NOW + 30 * SECOND, NOW + 40 * SECOND).granted()).isZero();
    assertThat(rings.charge(7, NOW + 50 * SECOND).left(0)).isZero();
    // of what counts now, only the first three leave with their slice
    Reply refused = rings.charge(4, NOW + 61 * SECOND);
    assertThat(refused.charged()).isFalse();
    assertThat(refused.left(0)).isEqualTo(3);
  }

  @Test
  void noMoreIsGivenBackThanASliceHolds() {
    Rings rings = new Rings(Window.of(10, 60 * SECOND, 120));
    rings.charge(2, NOW);
    rings.charge(3, NOW + SECOND);
    rings.giveBack(100, NOW, NOW + SECOND);
    assertThat(rings.charge(1, NOW + SECOND).left(0)).isEqualTo(6);
  }

  @Test
  void whatHasLeftItsWindowIsNotGivenBackASecondTime() {
    Rings rings = new Rings(Window.of(10, 60 * SECOND, 120));
    rings.charge(10, NOW);
    long later = NOW + 61 * SECOND;
    rings.charge(10, later);
    rings.giveBack(10, NOW, later);
    assertThat(rings.charge(1, later).charged()).isFalse();
  }

  @Test
  void whatIsGivenBackIsThereForTheChargeOfTheSameCall() {
    Rings rings = new Rings(Window.of(10, 60 * SECOND, 120));
    rings.charge(10, NOW);
    Reply both = rings.call(1, 1, 0, 4, NOW, NOW + SECOND);
    assertThat(both.charged()).isTrue();
    assertThat(both.left(0)).isEqualTo(3);
  }

  @Test
  void whatIsGivenBackToARingThatIsGoneMakesNoNewOne() {
    Rings rings = new Rings(Window.of(10, 60 * SECOND, 120));
    rings.giveBack(5, NOW, NOW);
    assertThat(redis.call(Command.EXISTS, rings.keys.get(0)).toInteger()).isZero();
  }

  /** One instance's leases live a second, another's two; a third asks for every request. */
  @Test
  void instancesThatCountMoreOrFewerSlicesKeepOneRing() {
    Rings exact = new Rings(new Window(10, SECOND / 2, 121, 125));
    Rings leased = exact.as(new Window(10, SECOND / 2, 123, 125));
    Rings longest = exact.as(new Window(10, SECOND / 2, 125, 125));
    longest.charge(10, NOW);
    assertThat(exact.charge(1, NOW + 60 * SECOND).charged()).isFalse();
    assertThat(exact.charge(1, NOW + 60 * SECOND + SECOND / 2).charged()).isTrue();
    assertThat(leased.charge(1, NOW + 61 * SECOND).charged()).isFalse();
    assertThat(longest.charge(1, NOW + 61 * SECOND + SECOND / 2).charged()).isFalse();
    Reply after = leased.charge(1, NOW + 61 * SECOND + SECOND / 2);
    assertThat(after.charged()).isTrue();
    assertThat(after.left(0)).isEqualTo(8);
    assertThat(longest.charge(1, NOW + 62 * SECOND + SECOND / 2).left(0)).isEqualTo(7);
  }

  @Test
  @Tag("RLM-8")
  void aClockThatGoesBackGivesNothingAway() {
    Rings rings = new Rings(Window.of(2, 60 * SECOND, 120));
    rings.charge(1, NOW);
    rings.charge(1, NOW - 5 * SECOND);
    assertThat(rings.charge(1, NOW - 5 * SECOND).charged()).isFalse();
    assertThat(rings.charge(1, NOW + SECOND).charged()).isFalse();
  }

  @Test
  @Tag("RLM-8")
  void norDoesWhatIsGivenBackThen() {
    Rings rings = new Rings(Window.of(10, 60 * SECOND, 120));
    rings.charge(4, NOW - 5 * SECOND);
    rings.charge(1, NOW);
    rings.charge(5, NOW - 5 * SECOND);
    rings.giveBack(3, NOW - 5 * SECOND, NOW);
    assertThat(rings.charge(4, NOW).charged()).isFalse();
    assertThat(rings.charge(3, NOW).charged()).isTrue();
    // all that was charged when the clock stood at its highest leaves together with it
    assertThat(rings.charge(2, NOW + 56 * SECOND).charged()).isFalse();
  }

  @Test
  @Tag("RLM-5")
  void whatIsNotUsedAnyMoreLeavesRedisByItself() {
    Rings rings = new Rings(Window.of(5, SECOND, 40));
    rings.charge(1, NOW);
    assertThat(redis.call(Command.PTTL, rings.keys.get(0)).toLong()).isBetween(1L, 1_100L);
  }

  /** The bound that the documentation states: every slice of every window in use. */
  @Test
  void aBusyTokenTakesUpNoMoreThanIsStated() {
    List<Window> windows =
        List.of(LimitWindow.values()).stream()
            .map(
                window ->
                    new Window(
                        20_000_000,
                        window.slice().toNanos() / 1_000,
                        window.counted(Duration.ofSeconds(1)),
                        window.kept()))
            .toList();
    long total = 0;
    for (Window window : windows) {
      Rings rings = new Rings(window);
      for (int i = 0; i < 300; i++) {
        rings.charge(60_000, NOW + i * window.slice());
      }
      String key = rings.keys.get(0);
      assertThat(redis.call(Command.OBJECT, "ENCODING", key)).hasToString("listpack");
      total += redis.call(Command.MEMORY, "USAGE", key).toLong();
    }
    assertThat(total).isLessThan(3_584);
  }
}
