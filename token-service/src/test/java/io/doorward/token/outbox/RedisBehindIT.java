package io.doorward.token.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A Redis that has gone back to what it was some changes ago. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("REV-1")
@Tag("REV-4")
class RedisBehindIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject ReactiveRedisDataSource reactive;
  @Inject RedisDataSource redis;

  private final Api alice = Api.as("alice");
  private Listener listener;
  private String id;
  private String key;
  private Map<String, String> active;
  private String mark;

  @BeforeEach
  void aRevokedTokenAndWhatRedisHadBefore() {
    listener = new Listener(reactive);
    await().atMost(PATIENCE).until(() -> !listener.redis().isEmpty());
    id = alice.create("goes back", "demo:read").getString("id");
    TokenSnapshot created = heard(TokenEvent.Type.CREATED);
    key = RedisKeys.snapshot(created.lookup());
    active = redis.hash(String.class).hgetall(key);
    mark = redis.value(String.class).get(RedisKeys.SENT);
    alice.post("/api/v1/tokens/" + id + "/revoke", "{\"reason\":\"leaked\"}");
    heard(TokenEvent.Type.REVOKED);
  }

  @AfterEach
  void close() throws InterruptedException {
    listener.close();
  }

  private TokenSnapshot heard(TokenEvent.Type type) {
    return await()
        .atMost(PATIENCE)
        .until(
            () ->
                Listener.of(listener.redis(), id).stream()
                    .filter(event -> event.type() == type)
                    .map(TokenEvent::snapshot)
                    .findFirst()
                    .orElse(null),
            Objects::nonNull);
  }

  /** In one step, as a failover is. */
  private void goBack() {
    redis.withTransaction(
        tx -> {
          tx.key().del(key);
          tx.hash(String.class).hset(key, active);
          tx.value(String.class).set(RedisKeys.SENT, mark);
        });
  }

  @Test
  void noSignOfLifeIsGivenBeforeTheOldCopiesAreGone() {
    assertThat(mark).isNotNull();
    goBack();
    await().atMost(PATIENCE).until(() -> !redis.key().exists(key));
    long last = last();
    await()
        .atMost(PATIENCE)
        .until(() -> Long.parseLong(redis.value(String.class).get(RedisKeys.SENT)) >= last);
    int before = listener.redis().size();
    await().atMost(PATIENCE).until(() -> listener.redis().size() > before);
    assertThat(redis.key().exists(key)).isFalse();
  }

  @Test
  void aChangeThatComesFirstDoesNotHideThatOthersAreLost() {
    goBack();
    String other = alice.create("comes first", "demo:read").getString("id");
    await().atMost(PATIENCE).until(() -> Listener.of(listener.redis(), other).size() == 1);
    assertThat(redis.key().exists(key)).isFalse();
  }

  @Test
  void afterASignOfLifeNoOldCopyIsThere() {
    for (int i = 0; i < 5; i++) {
      goBack();
      int before = listener.redis().size();
      await().atMost(PATIENCE).until(() -> listener.redis().size() > before + 1);
      assertThat(redis.key().exists(key)).isFalse();
    }
  }

  private long last() {
    return listener.redis().stream()
        .map(TokenEvent::epoch)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }
}
