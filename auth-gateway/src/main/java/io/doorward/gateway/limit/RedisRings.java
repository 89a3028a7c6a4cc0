package io.doorward.gateway.limit;

import io.doorward.contract.channel.RedisKeys;
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
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rings in Redis, which all gateways share. One script call for all windows of a token. */
@Singleton
class RedisRings {
  private static final String SCRIPT = load();
  private static final String DIGEST = sha1(SCRIPT);
  private static final int FIRST_READING = 2;

  /** Every request asks: no permit is charged in advance. */
  private static final int LIFE = 0;

  private final RedisLink redis;

  @Inject
  RedisRings(RedisLink redis) {
    this.redis = redis;
  }

  /** Makes a charge. Fails if Redis cannot be asked. */
  Future<Ruling> charge(Charge charge) {
    return redis
        .send(request(Command.EVALSHA, DIGEST, charge))
        .recover(
            error ->
                String.valueOf(error.getMessage()).startsWith("NOSCRIPT")
                    ? redis.send(request(Command.EVAL, SCRIPT, charge))
                    : Future.failedFuture(error))
        .map(reply -> ruling(charge, reply));
  }

  private static Request request(Command command, String script, Charge charge) {
    Request request = Request.cmd(command).arg(script).arg(charge.quotas().size());
    for (Charge.Quota quota : charge.quotas()) {
      request.arg(RedisKeys.limit(charge.token(), quota.window().label()));
    }
    request.arg(charge.permits()).arg(LIFE);
    for (Charge.Quota quota : charge.quotas()) {
      request
          .arg(quota.limit())
          .arg(micros(quota.window().length()))
          .arg(micros(quota.window().slice()));
    }
    return request;
  }

  private static Ruling ruling(Charge charge, @Nullable Response reply) {
    if (reply == null) {
      throw new IllegalStateException("the script always replies");
    }
    List<Reading> readings = new ArrayList<>(charge.quotas().size());
    for (int i = 0; i < charge.quotas().size(); i++) {
      Charge.Quota quota = charge.quotas().get(i);
      readings.add(
          new Reading(
              quota.window(),
              quota.limit(),
              reply.get(FIRST_READING + 2 * i).toLong(),
              Duration.of(reply.get(FIRST_READING + 2 * i + 1).toLong(), ChronoUnit.MICROS)));
    }
    return new Ruling(reply.get(0).toInteger() == 1, readings);
  }

  private static long micros(Duration duration) {
    return duration.toNanos() / 1_000;
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
