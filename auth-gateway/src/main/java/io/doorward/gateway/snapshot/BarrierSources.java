package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.gateway.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Where all barriers can be had: the copy in Redis, and token-service. */
@Singleton
class BarrierSources {
  private static final Logger LOG = Logger.getLogger(BarrierSources.class);

  /** One question at a time is asked; two leave room for one that is being given up. */
  private static final int CONCURRENT = 2;

  private final RedisLink redis;
  private final ServiceClient service;

  @Inject
  BarrierSources(
      RedisLink redis,
      Vertx vertx,
      ServiceAddressConfig address,
      SnapshotConfig config,
      ServiceCredential credential,
      Ticker ticker) {
    this.redis = redis;
    this.service = new ServiceClient(vertx, address, config, CONCURRENT, credential, ticker);
  }

  /** The copy, if there is one that can be read. That there is none says nothing. */
  Future<Optional<BarrierSet>> inRedis() {
    return redis
        .send(Request.cmd(Command.HGET).arg(RedisKeys.BARRIERS).arg("s"))
        .map(BarrierSources::read)
        .otherwise(Optional.empty());
  }

  private static Optional<BarrierSet> read(@Nullable Response response) {
    if (response == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(ContractJson.read(response.toBytes(), BarrierSet.class));
    } catch (UnreadableRecord e) {
      LOG.warnf("the barriers in Redis cannot be read: %s", e.getMessage());
      return Optional.empty();
    }
  }

  /** What token-service says. Fails if it cannot be asked, or does not know what is meant. */
  Future<BarrierSet> atService() {
    return service
        .find("barriers", BarrierSet.class)
        .compose(
            found ->
                found
                    .map(Future::succeededFuture)
                    .orElseGet(() -> Future.failedFuture("token-service knows no barriers")));
  }
}
