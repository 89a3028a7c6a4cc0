package io.doorward.gateway.snapshot;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Future;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Tells the others, over Redis and over Kafka, that this instance is here and which changes are in
 * force on it: every second, and at once when that has changed.
 *
 * <p>The first report precedes the first request: whoever waits for all gateways knows of this one
 * before it can have used anything. The goodbye follows the last request.
 */
@Singleton
class InstanceReports {
  private static final Logger LOG = Logger.getLogger(InstanceReports.class);

  /** With both ways broken the gateway starts all the same; it asks for every token then. */
  private static final long FIRST_MILLIS = 2_000;

  private static final long GOODBYE_MILLIS = 500;

  private final FreshnessLease lease;
  private final RedisReports redis;
  private final KafkaReports kafka;

  @Inject
  InstanceReports(FreshnessLease lease, RedisReports redis, KafkaReports kafka) {
    this.lease = lease;
    this.redis = redis;
    this.kafka = kafka;
  }

  void start(@Observes StartupEvent event) throws InterruptedException {
    Future<Void> first = Future.any(redis.start(), kafka.start()).mapEmpty();
    lease.whenApplied(
        () -> {
          redis.soon();
          kafka.soon();
        });
    await(first, FIRST_MILLIS, "nobody could be told yet that this gateway starts");
  }

  /** After the public listener, which is the first to stop. */
  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    await(redis.leave(), GOODBYE_MILLIS, "no goodbye over Redis");
    kafka.leave();
  }

  private static void await(Future<Void> told, long millis, String otherwise)
      throws InterruptedException {
    try {
      told.toCompletionStage().toCompletableFuture().get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(otherwise);
    }
  }
}
