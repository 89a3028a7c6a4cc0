package io.doorward.gateway.snapshot;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.event.GatewayReport;
import io.doorward.contract.json.ContractJson;
import io.doorward.gateway.redis.RedisLink;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Reports over Redis: published, and kept under a key for whoever starts later. One that cannot be
 * delivered is made up for by the next.
 */
@Singleton
class RedisReports {
  private static final long EVERY_MILLIS = 1_000;

  /** Between two reports of a grown epoch: a burst of changes is told of once. */
  private static final long REST_MILLIS = 5;

  private final Vertx vertx;
  private final RedisLink redis;
  private final FreshnessLease lease;
  private final OwnReport own;
  private final AtomicBoolean asked = new AtomicBoolean();
  private volatile @Nullable Context loop;
  private volatile boolean left;
  private long told;

  @Inject
  RedisReports(Vertx vertx, RedisLink redis, FreshnessLease lease, OwnReport own) {
    this.vertx = vertx;
    this.redis = redis;
    this.lease = lease;
    this.own = own;
  }

  /** Begins to report; completes when the first report is there, or fails. */
  Future<Void> start() {
    return redis
        .background()
        .compose(
            context -> {
              loop = context;
              context.runOnContext(n -> vertx.setPeriodic(EVERY_MILLIS, timer -> tell(true)));
              return on(context, false);
            });
  }

  /** The epoch has grown: from any thread, without waiting. */
  void soon() {
    Context context = loop;
    if (context != null && asked.compareAndSet(false, true)) {
      context.runOnContext(nothing -> tellAndRest());
    }
  }

  private void tellAndRest() {
    tell(false);
    vertx.setTimer(
        REST_MILLIS,
        timer -> {
          asked.set(false);
          if (lease.appliedEpoch() != told) {
            soon();
          }
        });
  }

  /** Says goodbye; completes when it is said, or fails. */
  Future<Void> leave() {
    left = true;
    Context context = loop;
    return context == null ? Future.succeededFuture() : on(context, true);
  }

  private Future<Void> on(Context context, boolean leaving) {
    Promise<Void> done = Promise.promise();
    context.runOnContext(n -> deliver(own.next(leaving), true).onComplete(done));
    return done.future();
  }

  private void tell(boolean keep) {
    if (!left) {
      var unused = deliver(own.next(false), keep);
    }
  }

  private Future<Void> deliver(GatewayReport report, boolean keep) {
    told = report.epoch();
    String json = ContractJson.writeString(report);
    if (keep && report.leaving()) {
      redis.send(Request.cmd(Command.DEL).arg(RedisKeys.gateway(report.instance())));
      redis.send(Request.cmd(Command.ZREM).arg(RedisKeys.GATEWAYS).arg(report.instance()));
    } else if (keep) {
      long until = report.at().toEpochMilli() + report.staleMillis();
      redis.send(
          Request.cmd(Command.SET)
              .arg(RedisKeys.gateway(report.instance()))
              .arg(json)
              .arg("PX")
              .arg(report.staleMillis()));
      redis.send(
          Request.cmd(Command.ZADD).arg(RedisKeys.GATEWAYS).arg(until).arg(report.instance()));
    }
    return redis
        .send(Request.cmd(Command.PUBLISH).arg(RedisKeys.GATEWAY_REPORTS).arg(json))
        .mapEmpty();
  }
}
