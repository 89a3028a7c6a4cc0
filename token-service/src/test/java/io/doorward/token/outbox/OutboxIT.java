package io.doorward.token.outbox;

import static io.doorward.token.outbox.Listener.changes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
class OutboxIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject ReactiveRedisDataSource redis;

  private final Api alice = Api.as("alice");
  private Listener listener;

  @BeforeEach
  void listen() {
    listener = new Listener(redis);
    await().atMost(PATIENCE).until(() -> !listener.redis().isEmpty());
  }

  @AfterEach
  void restore() throws Exception {
    RunningStack.current().redis().start();
    RunningStack.current().kafka().signal("CONT");
    RunningStack.current().kafka().start();
    listener.close();
  }

  @Test
  @Tag("G2")
  void aChangeGoesDownBothPathsWithTheSameContent() {
    String id = alice.create("both paths", "demo:read").getString("id");
    alice.post("/api/v1/tokens/" + id + "/revoke", "{\"reason\":\"leaked\"}");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(Listener.of(listener.redis(), id)).hasSize(2);
              assertThat(Listener.of(listener.kafka(), id))
                  .isEqualTo(Listener.of(listener.redis(), id));
            });
    TokenEvent revoked = Listener.of(listener.redis(), id).get(1);
    assertThat(revoked.type()).isEqualTo(TokenEvent.Type.REVOKED);
    assertThat(revoked.reason()).isEqualTo("leaked");
    assertThat(snapshot(revoked).version()).isEqualTo(2);
    assertThat(snapshot(revoked).revokedAt()).isNotNull();
    assertThat(stored(snapshot(revoked).lookup(), "v")).isEqualTo("2");
  }

  @Test
  @Tag("KFK-4")
  void epochsHaveNoGapAndVersionsGrowUnderConcurrency() throws Exception {
    List<String> ids =
        IntStream.range(0, 12)
            .mapToObj(i -> alice.create("racing " + i, "demo:read").getString("id"))
            .toList();
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int round = 0; round < 3; round++) {
        for (String id : ids) {
          String path = "/api/v1/tokens/" + id;
          calls.add(() -> alice.post(path + "/suspend", "{\"reason\":\"x\"}").statusCode());
          calls.add(() -> alice.post(path + "/reactivate").statusCode());
        }
      }
      threads.invokeAll(calls);
    } finally {
      threads.shutdown();
    }
    long last = Rows.count("SELECT last_epoch FROM tokens.relay_epoch");
    long unsettled = Rows.count("SELECT count(*) FROM tokens.outbox WHERE epoch IS NULL");
    await()
        .atMost(PATIENCE)
        .until(
            () -> changes(listener.kafka()).stream().anyMatch(e -> e.epoch() >= last + unsettled));
    // Since the first test of the class, whatever was killed in between: each once and in order.
    List<TokenEvent> heard = List.copyOf(changes(listener.kafka()));
    assertThat(heard.stream().map(TokenEvent::epoch))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, heard.size()).boxed().toList());
    for (String id : ids) {
      assertThat(Listener.of(heard, id).stream().map(e -> snapshot(e).version())).isSorted();
    }
    await().atMost(PATIENCE).until(() -> Rows.count("SELECT count(*) FROM tokens.outbox") == 0);
  }

  @Test
  @Tag("G7")
  @Tag("REV-4")
  void withoutKafkaChangesCommitAndTravelOverRedisAndKafkaCatchesUp() {
    RunningStack.current().kafka().kill();
    String id = alice.create("no Kafka", "demo:read").getString("id");
    alice.post("/api/v1/tokens/" + id + "/revoke").then().statusCode(200);
    await().atMost(PATIENCE).until(() -> Listener.of(listener.redis(), id).size() == 2);
    assertThat(Listener.of(listener.kafka(), id)).isEmpty();
    RunningStack.current().kafka().start();
    await().atMost(PATIENCE).until(() -> versions(listener.kafka(), id).equals(List.of(1L, 2L)));
  }

  @Test
  @Tag("G7")
  @Tag("REV-4")
  void withoutRedisChangesCommitAndTravelOverKafkaAndSnapshotsFollow() {
    RunningStack.current().redis().kill();
    String id = alice.create("no Redis", "demo:read").getString("id");
    alice.post("/api/v1/tokens/" + id + "/revoke").then().statusCode(200);
    await().atMost(PATIENCE).until(() -> Listener.of(listener.kafka(), id).size() == 2);
    LookupKey lookup = snapshot(Listener.of(listener.kafka(), id).get(0)).lookup();
    RunningStack.current().redis().start();
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(stored(lookup, "v")).isEqualTo("2"));
  }

  @Test
  @Tag("KFK-4")
  void aBrokerThatIsFrozenForLongGetsEveryChangeOnceAllTheSame() {
    String before = alice.create("while it answers", "demo:read").getString("id");
    await().atMost(PATIENCE).until(() -> versions(listener.kafka(), before).size() == 1);
    RunningStack.current().kafka().signal("STOP");
    String id = alice.create("while it is frozen", "demo:read").getString("id");
    long heard = signs();
    // Each half a second: longer than any attempt to send may take.
    await().atMost(PATIENCE).until(() -> signs() >= heard + 14);
    RunningStack.current().kafka().signal("CONT");
    String after = alice.create("after that", "demo:read").getString("id");
    await().atMost(PATIENCE).until(() -> !versions(listener.kafka(), after).isEmpty());
    assertThat(versions(listener.kafka(), id)).containsExactly(1L);
  }

  private long signs() {
    return listener.redis().stream().filter(e -> e.type() == TokenEvent.Type.HEARTBEAT).count();
  }

  @Test
  @Tag("RES-9")
  void aRelayThatLosesItsSessionLeadsAgain() throws Exception {
    Rows.run(
        "postgres", "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'");
    String id = alice.create("after the break", "demo:read").getString("id");
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(Listener.of(listener.redis(), id)).hasSize(1);
              assertThat(Listener.of(listener.kafka(), id)).hasSize(1);
            });
  }

  @Test
  @Tag("RES-1")
  void givesASignOfLifeOnBothPathsWithTheLastEpochSent() {
    alice.create("before the sign", "demo:read");
    long last = Rows.count("SELECT last_epoch FROM tokens.relay_epoch");
    await()
        .atMost(PATIENCE)
        .until(() -> beats(listener.redis(), last) && beats(listener.kafka(), last));
  }

  private static boolean beats(List<TokenEvent> heard, long epoch) {
    return heard.stream()
        .anyMatch(e -> e.type() == TokenEvent.Type.HEARTBEAT && e.epoch() >= epoch);
  }

  private static List<Long> versions(List<TokenEvent> heard, String id) {
    return Listener.of(heard, id).stream().map(e -> snapshot(e).version()).toList();
  }

  private static TokenSnapshot snapshot(TokenEvent event) {
    return Objects.requireNonNull(event.snapshot());
  }

  private String stored(LookupKey lookup, String field) {
    return redis
        .hash(String.class)
        .hget(RedisKeys.snapshot(lookup), field)
        .await()
        .atMost(Duration.ofSeconds(5));
  }
}
