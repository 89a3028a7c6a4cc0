package io.doorward.token.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Tokens;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("REV-3")
class SnapshotCacheIT {
  @Inject SnapshotCache cache;
  @Inject RedisDataSource redis;

  private final TokenSnapshot first = Tokens.active().snapshot();

  @Test
  void anOlderVersionNeverOverwritesANewerOne() {
    TokenSnapshot second = Tokens.revoked().snapshot();
    put(second);
    put(first);
    assertThat(stored(first)).containsEntry("v", "2");
    assertThat(stored(first).get("s")).contains("revokedAt");
  }

  @Test
  void aNewerVersionReplacesAnOlderOne() {
    put(first);
    put(Tokens.revoked().snapshot());
    assertThat(stored(first)).containsEntry("v", "2");
  }

  @Test
  void snapshotsLeaveAndRefusedOnesStayAtLeastAsLong() {
    put(first);
    long usable = redis.key().pttl(RedisKeys.snapshot(first.lookup()));
    put(Tokens.revoked().snapshot());
    long refused = redis.key().pttl(RedisKeys.snapshot(first.lookup()));
    assertThat(usable).isBetween(1L, Duration.ofMinutes(5).toMillis());
    assertThat(refused).isBetween(usable, Duration.ofMinutes(10).toMillis());
  }

  @BeforeEach
  void empty() {
    redis.key().del(RedisKeys.snapshot(first.lookup()));
  }

  private void put(TokenSnapshot snapshot) {
    cache.put(snapshot).await().atMost(Duration.ofSeconds(5));
  }

  private Map<String, String> stored(TokenSnapshot snapshot) {
    return redis.hash(String.class).hgetall(RedisKeys.snapshot(snapshot.lookup()));
  }
}
