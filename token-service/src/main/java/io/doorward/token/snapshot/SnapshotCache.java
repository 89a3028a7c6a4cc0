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
      local held = redis.call('HGET', key, 'v')
      if not held or tonumber(held) <= tonumber(v) then
        redis.call('HSET', key, 'v', v, 's', s)
        redis.call('PEXPIRE', key, ttl)
      end
      """;

  private static final String PUT =
      "local key, v, s, ttl = KEYS[1], ARGV[1], ARGV[2], ARGV[3]\n" + COMPARE_AND_SET + "return 1";
  private static final String ANNOUNCE =
      "local key, v, s, ttl = KEYS[2], ARGV[4], ARGV[5], ARGV[6]\n" + COMPARE_AND_SET;

  private final ReactiveRedisDataSource redis;
  private final SentMark sent;
  private final SnapshotConfig config;
  private final Clock clock;

  @Inject
  SnapshotCache(ReactiveRedisDataSource redis, SentMark sent, SnapshotConfig config, Clock clock) {
    this.redis = redis;
    this.sent = sent;
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

  /** As {@link #put}, and tells all listeners in the same step; false if Redis is behind. */
  public Uni<Boolean> announce(TokenSnapshot snapshot, long epoch, String event) {
    return sent.announce(
        ANNOUNCE,
        RedisKeys.snapshot(snapshot.lookup()),
        epoch,
        event,
        Long.toString(snapshot.version()),
        ContractJson.writeString(snapshot),
        Long.toString(ttl(snapshot).toMillis()));
  }

  private Duration ttl(TokenSnapshot snapshot) {
    return snapshot.usableAt(clock.instant()) ? config.ttl() : config.refusedTtl();
  }

  private Uni<Void> bounded(Uni<?> command) {
    return command.ifNoItem().after(config.timeout()).fail().replaceWithVoid();
  }
}
