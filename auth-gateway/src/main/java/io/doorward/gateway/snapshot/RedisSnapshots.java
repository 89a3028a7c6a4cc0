package io.doorward.gateway.snapshot;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.gateway.redis.RedisLink;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Snapshots as token-service has written them to Redis. */
@Singleton
class RedisSnapshots {
  private static final Logger LOG = Logger.getLogger(RedisSnapshots.class);

  private final RedisLink redis;

  @Inject
  RedisSnapshots(RedisLink redis) {
    this.redis = redis;
  }

  /** The copy, if there is one that can be read. Fails if Redis cannot be asked. */
  Future<Optional<TokenSnapshot>> find(LookupKey lookup) {
    return redis
        .send(Request.cmd(Command.HGET).arg(RedisKeys.snapshot(lookup)).arg("s"))
        .map(response -> read(lookup, response));
  }

  private static Optional<TokenSnapshot> read(LookupKey lookup, @Nullable Response response) {
    if (response == null) {
      return Optional.empty();
    }
    try {
      TokenSnapshot snapshot = ContractJson.read(response.toBytes(), TokenSnapshot.class);
      return snapshot.lookup().equals(lookup) ? Optional.of(snapshot) : Optional.empty();
    } catch (UnreadableRecord e) {
      LOG.warnf("the snapshot %s in Redis cannot be read: %s", lookup, e.getMessage());
      return Optional.empty();
    }
  }
}
