package io.doorward.gateway.limit;

import io.doorward.gateway.redis.RedisLink;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Gives back what quiet tokens hold, and everything when this instance stops. */
@Singleton
class LeaseUpkeep {
  private static final Logger LOG = Logger.getLogger(LeaseUpkeep.class);
  private static final long SWEEP_MILLIS = 1_000;
  private static final long LAST_SWEEP_MILLIS = 500;

  /** After the public listener, which takes requests until all are answered. */
  private static final int AFTER_LISTENER = 100;

  private final Vertx vertx;
  private final RedisLink redis;
  private final Leases leases;
  private volatile @Nullable Context loop;

  @Inject
  LeaseUpkeep(Vertx vertx, RedisLink redis, Leases leases) {
    this.vertx = vertx;
    this.redis = redis;
    this.leases = leases;
  }

  void start(@Observes StartupEvent event) {
    redis
        .background()
        .onSuccess(
            context -> {
              loop = context;
              context.runOnContext(
                  nothing -> vertx.setPeriodic(SWEEP_MILLIS, timer -> leases.sweep()));
            });
  }

  void stop(@Observes @Priority(AFTER_LISTENER) ShutdownEvent event) throws InterruptedException {
    Context context = loop;
    if (context == null) {
      return;
    }
    Promise<Void> done = Promise.promise();
    context.runOnContext(nothing -> leases.close().<Void>mapEmpty().onComplete(done));
    try {
      done.future()
          .toCompletionStage()
          .toCompletableFuture()
          .get(LAST_SWEEP_MILLIS, TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      LOG.debug("what was held stays charged until it leaves its windows", e);
    }
  }
}
