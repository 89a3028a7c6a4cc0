package io.doorward.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.support.Fixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Some instances that share a Redis, on one time that the test moves. Redis' clock and each
 * instance's monotonic clock read something else each.
 */
final class Fleet {
  private static final long REDIS_CLOCK_MICROS = 1_790_000_000_123_456L;
  private static final long APART_NANOS = Duration.ofHours(7).toNanos();

  private static final long NONE = -1;

  private final MovedRedis redis;
  private final List<Instance> instances = new ArrayList<>();
  private final List<Held> held = new ArrayList<>();
  private LongSupplier latencyNanos = () -> 0;
  private long nanos;
  private boolean gone;
  private boolean holding;
  private int calls;
  private long replyChargedAt = NONE;

  private record Held(Request request, Promise<@Nullable Response> reply) {}

  /** One gateway's limiter. */
  record Instance(RateLimits limits, Leases leases, SimpleMeterRegistry registry, Ticker ticker) {}

  Fleet(MovedRedis redis, int size, Settings settings) {
    this.redis = redis;
    for (int i = 0; i < size; i++) {
      instances.add(instance(settings, (i - 1) * APART_NANOS));
    }
  }

  private Instance instance(Settings settings, long apart) {
    Ticker ticker = () -> nanos + apart;
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    LimitMetrics metrics = new LimitMetrics(registry);
    LocalRings local = new LocalRings(settings, ticker);
    Duration life = settings.mode() == LimitConfig.Mode.LEASED ? settings.lease() : Duration.ZERO;
    RedisRings rings = new RedisRings(this::send, MovedRedis.script(), life);
    Leases leases = new Leases(rings, metrics, settings, ticker);
    RateLimits limits =
        new RateLimits(
            new Accounts(settings, local, ticker), rings, leases, local, metrics, settings, ticker);
    return new Instance(limits, leases, registry, ticker);
  }

  static TokenSnapshot token(Limits limits) {
    return Fixtures.token(Fixtures.someLookup()).limits(limits).build();
  }

  static TokenSnapshot token(UUID organization, Limits limits, Limits shared) {
    return Fixtures.token(Fixtures.someLookup())
        .limits(limits)
        .organization(organization, shared)
        .build();
  }

  Instance instance(int index) {
    return instances.get(index);
  }

  int size() {
    return instances.size();
  }

  /** The time, in nanoseconds since the test began. */
  long now() {
    return nanos;
  }

  void advance(Duration by) {
    nanos += by.toNanos();
  }

  void advanceTo(long toNanos) {
    nanos = Math.max(nanos, toNanos);
  }

  /** How long each call is under way, there and back. */
  void latency(LongSupplier each) {
    latencyNanos = each;
  }

  /** Whether Redis can be asked. */
  void gone(boolean isGone) {
    gone = isGone;
  }

  /** Calls are not answered until they are released. */
  void hold() {
    holding = true;
  }

  /** Answers the oldest call that is held; false if there is none. */
  boolean release() {
    return release(0);
  }

  /** Answers any of the calls that are held; false if there are not so many. */
  boolean release(int index) {
    if (index >= held.size()) {
      return false;
    }
    replyChargedAt = NONE;
    Held call = held.remove(index);
    answer(call.request()).onComplete(call.reply());
    return true;
  }

  /**
   * When the request was charged that is being answered, if Redis has just answered for it; else
   * now.
   */
  long chargedAt() {
    return replyChargedAt == NONE ? nanos : replyChargedAt;
  }

  /** Calls that have reached Redis. */
  int calls() {
    return calls;
  }

  private Future<@Nullable Response> send(Request request) {
    if (gone) {
      return Future.failedFuture("gone");
    }
    if (holding) {
      Held call = new Held(request, Promise.promise());
      held.add(call);
      return call.reply().future();
    }
    return answer(request);
  }

  private Future<@Nullable Response> answer(Request request) {
    nanos += latencyNanos.getAsLong();
    replyChargedAt = nanos;
    Future<Response> reply = redis.send(request.arg(REDIS_CLOCK_MICROS + nanos / 1_000));
    if (reply.succeeded()) {
      calls++;
    }
    nanos += latencyNanos.getAsLong();
    return reply.map(response -> response);
  }

  /** On a route that says what holds without Redis. */
  LimitOutcome charge(int instance, TokenSnapshot token, LimitConfig.WithoutRedis onRoute) {
    return instances.get(instance).limits().charge(token, 1, onRoute).result();
  }

  /** A request at one instance, answered at once. */
  LimitOutcome charge(int instance, TokenSnapshot token, int permits) {
    return begin(instance, token, permits).result();
  }

  Future<LimitOutcome> begin(int instance, TokenSnapshot token, int permits) {
    replyChargedAt = NONE;
    return instances.get(instance).limits().charge(token, permits, null);
  }

  boolean admits(int instance, TokenSnapshot token) {
    return charge(instance, token, 1) instanceof LimitOutcome.Admitted;
  }
}
