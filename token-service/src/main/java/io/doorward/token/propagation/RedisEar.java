package io.doorward.token.propagation;

import io.doorward.contract.channel.RedisKeys;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Hears reports over Redis. What gateways have left under their keys is read once the subscription
 * stands, so nothing falls between; both are begun anew when the connection breaks or has been
 * silent, as it is when it is dead or when there is no gateway.
 */
@ApplicationScoped
class RedisEar {
  private static final Logger LOG = Logger.getLogger(RedisEar.class);
  private static final long RETRY_MILLIS = 500;
  private static final long SILENCE_MILLIS = 5_000;
  private static final Duration ANSWER = Duration.ofSeconds(1);

  private final Vertx vertx;
  private final Redis redis;
  private final ReactiveRedisDataSource source;
  private final Reports reports;
  private final Clock clock;
  private volatile @Nullable Attempt present;
  private volatile boolean stopped;

  @Inject
  RedisEar(Vertx vertx, Redis redis, ReactiveRedisDataSource source, Reports reports, Clock clock) {
    this.vertx = vertx;
    this.redis = redis;
    this.source = source;
    this.reports = reports;
    this.clock = clock;
  }

  private static final class Attempt {
    private volatile boolean heard;
    private volatile @Nullable RedisConnection connection;
  }

  void start(@Observes StartupEvent event) {
    listen();
  }

  void stop(@Observes ShutdownEvent event) {
    stopped = true;
    Attempt last = present;
    if (last != null) {
      end(last);
    }
  }

  private void listen() {
    if (stopped) {
      return;
    }
    Attempt attempt = new Attempt();
    present = attempt;
    vertx.setTimer(SILENCE_MILLIS, timer -> watch(attempt));
    redis
        .connect()
        .onFailure(e -> again(attempt))
        .onSuccess(
            connection -> {
              attempt.connection = connection;
              connection.handler(message -> received(attempt, message));
              connection.exceptionHandler(e -> again(attempt));
              connection.endHandler(end -> again(attempt));
              connection
                  .send(Request.cmd(Command.SUBSCRIBE).arg(RedisKeys.GATEWAY_REPORTS))
                  .onFailure(e -> again(attempt))
                  .onSuccess(subscribed -> load());
            });
  }

  private void watch(Attempt attempt) {
    if (attempt != present) {
      return;
    }
    if (!attempt.heard) {
      again(attempt);
      return;
    }
    attempt.heard = false;
    vertx.setTimer(SILENCE_MILLIS, timer -> watch(attempt));
  }

  private void received(Attempt attempt, @Nullable Response message) {
    if (message != null && message.size() == 3 && "message".equals(message.get(0).toString())) {
      attempt.heard = true;
      reports.fresh(message.get(2).toBytes());
    }
  }

  private void load() {
    String now = Long.toString(clock.millis());
    source
        .execute("ZREMRANGEBYSCORE", RedisKeys.GATEWAYS, "-inf", "(" + now)
        .chain(() -> source.execute("ZRANGE", RedisKeys.GATEWAYS, "0", "-1"))
        .chain(this::read)
        .ifNoItem()
        .after(ANSWER)
        .fail()
        .subscribe()
        .with(
            done -> reports.loaded(Gateways.Way.REDIS),
            e -> LOG.debugf("the gateways' entries cannot be read: %s", e.getMessage()));
  }

  private Uni<Void> read(io.vertx.mutiny.redis.client.@Nullable Response names) {
    if (names == null || names.size() == 0) {
      return Uni.createFrom().voidItem();
    }
    List<String> keys = new ArrayList<>();
    names.forEach(name -> keys.add(RedisKeys.gateway(name.toString())));
    return source
        .execute("MGET", keys.toArray(String[]::new))
        .invoke(
            entries ->
                entries.forEach(
                    entry -> {
                      if (entry != null) {
                        reports.kept(entry.toString().getBytes(StandardCharsets.UTF_8));
                      }
                    }))
        .replaceWithVoid();
  }

  /** Connection and timer live on different loops; only one of them starts anew. */
  private synchronized boolean giveUp(Attempt attempt) {
    if (present != attempt) {
      return false;
    }
    present = null;
    return true;
  }

  private void again(Attempt attempt) {
    if (giveUp(attempt)) {
      end(attempt);
      vertx.setTimer(RETRY_MILLIS, timer -> listen());
    }
  }

  private static void end(Attempt attempt) {
    RedisConnection connection = attempt.connection;
    if (connection != null) {
      connection.close();
    }
  }
}
