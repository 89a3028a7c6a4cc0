package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The script itself on the real Redis. Random schedules run on a clock that the test moves: the
 * line that reads the server's clock is replaced, everything else is the script as it is shipped.
 */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("G5")
class ChargeScriptIT {
  private static final String CLOCK = "local t = redis.call('TIME')";
  private static final String MOVED_CLOCK =
      "local c = tonumber(ARGV[#ARGV]) local t = {math.floor(c / 1000000), c % 1000000}";
  private static final long SECOND = 1_000_000;

  @Inject Suite suite;
  @Inject Vertx vertx;
  private Redis client;
  private RedisConnection redis;

  @BeforeEach
  void connect() {
    client =
        Redis.createClient(vertx, "redis://127.0.0.1:" + RunningStack.current().redis().port());
    redis = await(client.connect());
  }

  @AfterEach
  void close() {
    client.close();
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  /** A window as the script takes it, in microseconds. */
  private record Window(long limit, long length, long slice) {}

  private Response charge(
      String script, List<String> keys, int permits, List<Window> windows, long now) {
    Request request = Request.cmd(Command.EVAL).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    request.arg(permits).arg(0);
    windows.forEach(w -> request.arg(w.limit()).arg(w.length()).arg(w.slice()));
    return await(redis.send(request.arg(now)));
  }

  private static String scriptOnMovedClock() {
    String script = RedisRings.load();
    assertThat(script).contains(CLOCK);
    return script.replace(CLOCK, MOVED_CLOCK);
  }

  static List<Integer> seeds() {
    return IntStream.range(0, 40).boxed().toList();
  }

  @ParameterizedTest
  @MethodSource("seeds")
  @Tag("RLM-3")
  @Tag("RLM-4")
  void inNoTrueWindowIsMoreAdmittedThanTheLimit(int seed) {
    Random random = new Random(seed);
    long limit = List.of(1L, 5L, 20L, 60L).get(random.nextInt(4));
    int slices = List.of(10, 40, 120).get(random.nextInt(3));
    List<Window> windows =
        List.of(
            new Window(Math.max(limit / 4, 1), SECOND, SECOND / 40),
            new Window(limit, 60 * SECOND, 60 * SECOND / slices));
    String script = scriptOnMovedClock();
    List<String> keys = keys(windows.size());
    long now = 1_790_000_000L * SECOND + random.nextInt(1_000_000);
    List<Long> admitted = new ArrayList<>();
    for (int i = 0; i < 400; i++) {
      now += pause(random, limit);
      Response reply = charge(script, keys, 1, windows, now);
      if (reply.get(0).toInteger() == 1) {
        admitted.add(now);
      } else {
        assertThat(Math.max(reply.get(3).toLong(), reply.get(5).toLong())).isPositive();
      }
      assertThat(reply.get(2).toLong()).isBetween(0L, windows.get(0).limit());
      assertThat(reply.get(4).toLong()).isBetween(0L, limit);
    }
    for (Window window : windows) {
      assertThat(fullestWindow(admitted, window.length())).isLessThanOrEqualTo(window.limit());
    }
    assertThat(admitted).isNotEmpty();
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

  private static long fullestWindow(List<Long> admitted, long length) {
    int first = 0;
    int most = 0;
    for (int last = 0; last < admitted.size(); last++) {
      while (admitted.get(first) <= admitted.get(last) - length) {
        first++;
      }
      most = Math.max(most, last - first + 1);
    }
    return most;
  }

  @Test
  void aSteadyCallerALittleUnderItsLimitIsNeverRefused() {
    List<Window> windows = List.of(new Window(60, 60 * SECOND, SECOND / 2));
    String script = scriptOnMovedClock();
    List<String> keys = keys(1);
    long now = 1_790_000_000L * SECOND;
    for (int i = 0; i < 300; i++) {
      now += (long) (SECOND / 0.95);
      assertThat(charge(script, keys, 1, windows, now).get(0).toInteger()).isEqualTo(1);
    }
  }

  @Test
  @Tag("RLM-2")
  void whoWaitsAsLongAsToldIsAdmittedAndNotBefore() {
    List<Window> windows = List.of(new Window(3, 60 * SECOND, SECOND / 2));
    String script = scriptOnMovedClock();
    List<String> keys = keys(1);
    long now = 1_790_000_000L * SECOND;
    for (int i = 0; i < 3; i++) {
      charge(script, keys, 1, windows, now + i * 7 * SECOND);
    }
    long later = now + 20 * SECOND;
    Response refused = charge(script, keys, 1, windows, later);
    long wait = refused.get(3).toLong();
    assertThat(refused.get(0).toInteger()).isZero();
    assertThat(charge(script, keys, 1, windows, later + wait - 1).get(0).toInteger()).isZero();
    assertThat(charge(script, keys, 1, windows, later + wait).get(0).toInteger()).isEqualTo(1);
  }

  @Test
  void aRefusalInOneWindowChargesNone() {
    List<Window> windows =
        List.of(new Window(1, SECOND, SECOND / 40), new Window(10, 60 * SECOND, SECOND / 2));
    String script = scriptOnMovedClock();
    List<String> keys = keys(2);
    long now = 1_790_000_000L * SECOND;
    charge(script, keys, 1, windows, now);
    Response refused = charge(script, keys, 1, windows, now + 10);
    assertThat(refused.get(0).toInteger()).isZero();
    assertThat(refused.get(4).toLong()).isEqualTo(9);
    assertThat(refused.get(5).toLong()).isZero();
    Response again = charge(script, keys, 1, windows, now + 2 * SECOND);
    assertThat(again.get(4).toLong()).isEqualTo(8);
  }

  @Test
  @Tag("RLM-8")
  void aClockThatGoesBackGivesNothingAway() {
    List<Window> windows = List.of(new Window(2, 60 * SECOND, SECOND / 2));
    String script = scriptOnMovedClock();
    List<String> keys = keys(1);
    long now = 1_790_000_000L * SECOND;
    charge(script, keys, 1, windows, now);
    charge(script, keys, 1, windows, now - 5 * SECOND);
    assertThat(charge(script, keys, 1, windows, now - 5 * SECOND).get(0).toInteger()).isZero();
    assertThat(charge(script, keys, 1, windows, now + SECOND).get(0).toInteger()).isZero();
  }

  @Test
  @Tag("RLM-5")
  void whatIsNotUsedAnyMoreLeavesRedisByItself() {
    List<Window> windows = List.of(new Window(5, SECOND, SECOND / 40));
    List<String> keys = keys(1);
    charge(RedisRings.load(), keys, 1, windows, 0);
    long left = await(redis.send(Request.cmd(Command.PTTL).arg(keys.get(0)))).toLong();
    assertThat(left).isBetween(1L, 1_100L);
  }

  @Test
  void oneRingStaysInRedisCompactForm() {
    List<Window> windows = List.of(new Window(1_000_000, 60 * SECOND, SECOND / 2));
    String script = scriptOnMovedClock();
    List<String> keys = keys(1);
    for (int i = 0; i < 400; i++) {
      charge(script, keys, 7, windows, 1_790_000_000L * SECOND + i * (SECOND / 2));
    }
    Request encoding = Request.cmd(Command.OBJECT).arg("ENCODING").arg(keys.get(0));
    assertThat(await(redis.send(encoding))).hasToString("listpack");
    Request usage = Request.cmd(Command.MEMORY).arg("USAGE").arg(keys.get(0));
    assertThat(await(redis.send(usage)).toLong()).isLessThan(2_048);
  }

  private static List<String> keys(int count) {
    String id = UUID.randomUUID().toString();
    return IntStream.range(0, count).mapToObj(i -> "test:{" + id + "}:" + i).toList();
  }
}
