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
      local held = redis.call('HGET', KEYS[1], 'v')
      if not held or tonumber(held) < tonumber(ARGV[1]) then
        redis.call('HSET', KEYS[1], 'v', ARGV[1], 's', ARGV[2])
      end
      """;

  private static final String PUT = COMPARE_AND_SET + "return 1";
  private static final String ANNOUNCE =
      COMPARE_AND_SET + "return redis.call('PUBLISH', ARGV[3], ARGV[4])";

  private final ReactiveRedisDataSource redis;
  private final SnapshotConfig config;

  @Inject
  BarrierCache(ReactiveRedisDataSource redis, SnapshotConfig config) {
    this.redis = redis;
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

  /** As {@link #put}, and tells all listeners in the same step. */
  public Uni<Void> announce(BarrierSet barriers, String event) {
    return bounded(
        redis.execute(
            "EVAL",
            ANNOUNCE,
            "1",
            RedisKeys.BARRIERS,
            Long.toString(barriers.version()),
            ContractJson.writeString(barriers),
            RedisKeys.TOKEN_EVENTS,
            event));
  }

  private Uni<Void> bounded(Uni<?> command) {
    return command.ifNoItem().after(config.timeout()).fail().replaceWithVoid();
  }
}
