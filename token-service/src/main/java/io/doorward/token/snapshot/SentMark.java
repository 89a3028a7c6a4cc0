package io.doorward.token.snapshot;

import io.doorward.contract.channel.RedisKeys;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How far Redis has come by its own account, written in the same step as each change. A Redis that
 * has failed over to a replica which lagged, or was started from an older file, is behind what was
 * sent to it: none of its copies of tokens can be believed, and no gateway may be told that it has
 * everything.
 */
@ApplicationScoped
public class SentMark {
  private static final int BEHIND = -1;
  private static final String PAGE = "1000";

  private static final String HEARTBEAT =
      """
      if tonumber(redis.call('GET', KEYS[1]) or '-1') < tonumber(ARGV[1]) then return -1 end
      return redis.call('PUBLISH', ARGV[2], ARGV[3])
      """;

  private final ReactiveRedisDataSource redis;
  private final SnapshotConfig config;

  @Inject
  SentMark(ReactiveRedisDataSource redis, SnapshotConfig config) {
    this.redis = redis;
    this.config = config;
  }

  /**
   * A script that does the work and tells all listeners, unless Redis lacks the change before.
   *
   * @param work Lua; its keys begin with the second, its arguments with the fourth
   */
  private static String announcing(String work) {
    return """
        if tonumber(redis.call('GET', KEYS[1]) or '-1') < tonumber(ARGV[1]) - 1 then return -1 end
        """
        + work
        + """
        redis.call('SET', KEYS[1], ARGV[1])
        return redis.call('PUBLISH', ARGV[2], ARGV[3])
        """;
  }

  /** Writes what changed and tells all listeners in one step; false if Redis is behind. */
  Uni<Boolean> announce(String work, String key, long epoch, String event, String... arguments) {
    return run(
        Stream.concat(
            Stream.of(announcing(work), "2", RedisKeys.SENT, key, Long.toString(epoch)),
            Stream.concat(Stream.of(RedisKeys.TOKEN_EVENTS, event), Stream.of(arguments))));
  }

  /** Tells all listeners something that changes nothing here; false if Redis is behind. */
  public Uni<Boolean> announce(long epoch, String event) {
    return run(
        Stream.of(
            announcing(""),
            "1",
            RedisKeys.SENT,
            Long.toString(epoch),
            RedisKeys.TOKEN_EVENTS,
            event));
  }

  /** Tells all listeners that Redis has everything up to the epoch; false if it has not. */
  public Uni<Boolean> heartbeat(long epoch, String event) {
    return run(
        Stream.of(
            HEARTBEAT, "1", RedisKeys.SENT, Long.toString(epoch), RedisKeys.TOKEN_EVENTS, event));
  }

  private Uni<Boolean> run(Stream<String> script) {
    return bounded(redis.execute("EVAL", script.toArray(String[]::new)))
        .map(answer -> answer.toInteger() != BEHIND);
  }

  /** Removes all copies of tokens; then Redis has, for what it has, everything up to the epoch. */
  public Uni<Void> startOver(long epoch) {
    return removeFrom("0")
        .chain(() -> bounded(redis.execute("SET", RedisKeys.SENT, Long.toString(epoch))))
        .replaceWithVoid();
  }

  private Uni<Void> removeFrom(String cursor) {
    return bounded(redis.execute("SCAN", cursor, "MATCH", RedisKeys.ALL_SNAPSHOTS, "COUNT", PAGE))
        .chain(page -> remove(page.get(1)).replaceWith(page.get(0).toString()))
        .chain(next -> next.equals("0") ? Uni.createFrom().voidItem() : removeFrom(next));
  }

  private Uni<Void> remove(Response keys) {
    String[] found =
        IntStream.range(0, keys.size())
            .mapToObj(i -> keys.get(i).toString())
            .toArray(String[]::new);
    return found.length == 0
        ? Uni.createFrom().voidItem()
        : bounded(redis.execute("UNLINK", found)).replaceWithVoid();
  }

  private <T> Uni<T> bounded(Uni<T> command) {
    return command.ifNoItem().after(config.timeout()).fail();
  }
}
