package io.doorward.token.snapshot;

import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.json.ContractJson;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;

/**
 * The barriers in Redis, one document. An older version never overwrites a newer one. It does not
 * expire: a reader that does not find it must ask, not conclude that there are none.
 */
@ApplicationScoped
public class BarrierCache {
  private static final String COMPARE_AND_SET =
      """
      local held = redis.call('HGET', key, 'v')
      if not held or tonumber(held) < tonumber(v) then
        redis.call('HSET', key, 'v', v, 's', s)
      end
      """;

  private static final String PUT =
      "local key, v, s = KEYS[1], ARGV[1], ARGV[2]\n" + COMPARE_AND_SET + "return 1";
  private static final String ANNOUNCE =
      "local key, v, s = KEYS[2], ARGV[4], ARGV[5]\n" + COMPARE_AND_SET;

  private final ReactiveRedisDataSource redis;
  private final SentMark sent;
  private final SnapshotConfig config;

  @Inject
  BarrierCache(ReactiveRedisDataSource redis, SentMark sent, SnapshotConfig config) {
    this.redis = redis;
    this.sent = sent;
    this.config = config;
  }

  /** Writes the barriers unless newer ones are there. */
  public Uni<Void> put(BarrierSet barriers) {
    return bounded(
        redis.execute(
            "EVAL",
            PUT,
            "1",
            RedisKeys.BARRIERS,
            Long.toString(barriers.version()),
            ContractJson.writeString(barriers)));
  }

  /** As {@link #put}, and tells all listeners in the same step; false if Redis is behind. */
  public Uni<Boolean> announce(BarrierSet barriers, long epoch, String event) {
    return sent.announce(
        ANNOUNCE,
        RedisKeys.BARRIERS,
        epoch,
        event,
        Long.toString(barriers.version()),
        ContractJson.writeString(barriers));
  }

  private Uni<Void> bounded(Uni<?> command) {
    return command.ifNoItem().after(config.timeout()).fail().replaceWithVoid();
  }
}
