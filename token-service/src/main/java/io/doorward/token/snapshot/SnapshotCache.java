package io.doorward.token.snapshot;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;

/**
 * The snapshots in Redis. An older version never overwrites a newer one, whoever comes late; an
 * equal one is written again, which only renews its time to live.
 */
@ApplicationScoped
public class SnapshotCache {
  private static final String COMPARE_AND_SET =
      """
      local held = redis.call('HGET', KEYS[1], 'v')
      if not held or tonumber(held) <= tonumber(ARGV[1]) then
        redis.call('HSET', KEYS[1], 'v', ARGV[1], 's', ARGV[2])
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
      end
      """;

  private static final String PUT = COMPARE_AND_SET + "return 1";
  private static final String ANNOUNCE =
      COMPARE_AND_SET + "return redis.call('PUBLISH', ARGV[4], ARGV[5])";

  private final ReactiveRedisDataSource redis;
  private final SnapshotConfig config;
  private final Clock clock;

  @Inject
  SnapshotCache(ReactiveRedisDataSource redis, SnapshotConfig config, Clock clock) {
    this.redis = redis;
    this.config = config;
    this.clock = clock;
  }

  /** Writes the snapshot unless a newer one is there. */
  public Uni<Void> put(TokenSnapshot snapshot) {
    return bounded(
        redis.execute(
            "EVAL",
            PUT,
            "1",
            RedisKeys.snapshot(snapshot.lookup()),
            Long.toString(snapshot.version()),
            ContractJson.writeString(snapshot),
            Long.toString(ttl(snapshot).toMillis())));
  }

  /** As {@link #put}, and tells all listeners in the same step. */
  public Uni<Void> announce(TokenSnapshot snapshot, String event) {
    return bounded(
        redis.execute(
            "EVAL",
            ANNOUNCE,
            "1",
            RedisKeys.snapshot(snapshot.lookup()),
            Long.toString(snapshot.version()),
            ContractJson.writeString(snapshot),
            Long.toString(ttl(snapshot).toMillis()),
            RedisKeys.TOKEN_EVENTS,
            event));
  }

  /** Tells all listeners something that changes no snapshot. */
  public Uni<Void> publish(String event) {
    return bounded(redis.execute("PUBLISH", RedisKeys.TOKEN_EVENTS, event));
  }

  private Duration ttl(TokenSnapshot snapshot) {
    return snapshot.usableAt(clock.instant()) ? config.ttl() : config.refusedTtl();
  }

  private Uni<Void> bounded(Uni<?> command) {
    return command.ifNoItem().after(config.timeout()).fail().replaceWithVoid();
  }
}
