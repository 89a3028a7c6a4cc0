package io.doorward.gateway.limit;

import io.doorward.gateway.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rings in Redis, which all gateways share. One script call for all windows of a token. */
@Singleton
class RedisRings {
  private static final int FIRST_READING = 2;
  private static final long NANOS_PER_MICRO = 1_000;

  private final Sender redis;
  private final String script;
  private final String digest;
  private final Map<LimitWindow, Shape> shapes = new EnumMap<>(LimitWindow.class);

  /** What the script is told of a window, as it is sent. */
  private static final class Shape {
    private final byte[] slice;
    private final byte[] withLeases;
    private final byte[] without;
    private final byte[] kept;

    Shape(LimitWindow window, Duration lease) {
      slice = decimal(window.slice().toNanos() / NANOS_PER_MICRO);
      withLeases = decimal(window.counted(lease));
      without = decimal(window.counted(Duration.ZERO));
      kept = decimal(window.kept());
    }

    private static byte[] decimal(long number) {
      return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
    }
  }

  /** Sends a command; the future fails if it could not be answered. */
  interface Sender {
    Future<@Nullable Response> send(Request request);
  }

  @Inject
  RedisRings(RedisLink redis, LimitConfig config) {
    this(
        redis::send,
        load(),
        config.mode() == LimitConfig.Mode.LEASED ? config.lease() : Duration.ZERO);
  }

  /**
   * With another way to Redis.
   *
   * @param lease for how long permits may be used after they were charged
   */
  RedisRings(Sender redis, String script, Duration lease) {
    if (lease.isNegative() || lease.compareTo(LimitWindow.LONGEST_LEASE) > 0) {
      throw new IllegalArgumentException(
          "doorward.gateway.limit.lease is more than " + LimitWindow.LONGEST_LEASE);
    }
    this.redis = redis;
    this.script = script;
    this.digest = sha1(script);
    for (LimitWindow window : LimitWindow.values()) {
      shapes.put(window, new Shape(window, lease));
    }
  }

  /** Makes a charge, gives back, or both. Fails if Redis cannot be asked. */
  Future<Ruling> ask(Ask ask) {
    return redis
        .send(request(Command.EVALSHA, digest, ask))
        .recover(
            error ->
                String.valueOf(error.getMessage()).startsWith("NOSCRIPT")
                    ? redis.send(request(Command.EVAL, script, ask))
                    : Future.failedFuture(error))
        .map(reply -> ruling(ask, reply));
  }

  private Request request(Command command, String name, Ask ask) {
    List<Quota> quotas = ask.quotas().all();
    Request request = Request.cmd(command).arg(name).arg(quotas.size());
    for (Quota quota : quotas) {
      request.arg(ask.quotas().key(quota));
    }
    request.arg(ask.need()).arg(ask.want()).arg(ask.spare()).arg(ask.back()).arg(ask.backAt());
    for (Quota quota : quotas) {
      Shape shape = shapes.get(quota.window());
      if (shape == null) {
        throw new IllegalStateException("every window has a shape");
      }
      request
          .arg(quota.limit())
          .arg(shape.slice)
          .arg(ask.quotas().isLeased(quota) ? shape.withLeases : shape.without)
          .arg(shape.kept);
    }
    return request;
  }

  private static Ruling ruling(Ask ask, @Nullable Response reply) {
    if (reply == null) {
      throw new IllegalStateException("the script always replies");
    }
    List<Quota> quotas = ask.need() == 0 ? List.of() : ask.quotas().all();
    List<Reading> readings = new ArrayList<>(quotas.size());
    for (int i = 0; i < quotas.size(); i++) {
      Quota quota = quotas.get(i);
      readings.add(
          new Reading(
              quota,
              quota.limit(),
              reply.get(FIRST_READING + 2 * i).toLong(),
              reply.get(FIRST_READING + 2 * i + 1).toLong() * NANOS_PER_MICRO));
    }
    return new Ruling(reply.get(0).toInteger(), reply.get(1).toLong(), readings);
  }

  static String load() {
    try (InputStream script = RedisRings.class.getResourceAsStream("charge.lua")) {
      if (script == null) {
        throw new IllegalStateException("charge.lua is part of this package");
      }
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Redis names scripts by their SHA-1. */
  private static String sha1(String script) {
    try {
      byte[] bytes = script.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
