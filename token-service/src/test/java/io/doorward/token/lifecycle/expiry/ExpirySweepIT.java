package io.doorward.token.lifecycle.expiry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.test.stack.StackResource;
import io.doorward.token.outbox.Listener;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T5")
class ExpirySweepIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject ExpirySweep sweep;
  @Inject ReactiveRedisDataSource redis;

  private final Api alice = Api.as("alice");

  @Test
  void warnsAWeekAndADayAheadAndTellsOfTheEndOnceEach() throws Exception {
    String id = alice.create("to expire", "demo:read").getString("id");
    expires(id, "8 days");
    sweep();
    assertThat(told(id)).isEmpty();
    for (String when : List.of("6 days", "5 days", "20 hours", "10 hours", "-1 hour", "-2 hours")) {
      expires(id, when);
      sweep();
    }
    assertThat(told(id))
        .containsExactly("token.expiring P7D", "token.expiring P1D", "token.expired");
    alice
        .get("/api/v1/tokens/" + id)
        .then()
        .body("status", equalTo("expired"))
        .body("version", equalTo(2));
  }

  @Test
  @Tag("X1")
  void warningsAreEventsThatChangeNothing() throws Exception {
    try (Listener listener = new Listener(redis)) {
      String id = alice.create("to expire by event", "demo:read").getString("id");
      for (String when : List.of("6 days", "20 hours", "-1 hour")) {
        expires(id, when);
        Uni.join().all(sweep.sweep(), sweep.sweep()).andFailFast().await().atMost(PATIENCE);
      }
      await().atMost(PATIENCE).until(() -> Listener.of(listener.kafka(), id).size() == 4);
      assertThat(Listener.of(listener.kafka(), id))
          .extracting(TokenEvent::type, TokenEvent::reason, event -> snapshot(event).version())
          .containsExactly(
              tuple(TokenEvent.Type.CREATED, null, 1L),
              tuple(TokenEvent.Type.EXPIRING, "P7D", 1L),
              tuple(TokenEvent.Type.EXPIRING, "P1D", 1L),
              tuple(TokenEvent.Type.EXPIRED, null, 2L));
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(Listener.of(listener.redis(), id))
                      .isEqualTo(Listener.of(listener.kafka(), id)));
    }
  }

  private static TokenSnapshot snapshot(TokenEvent event) {
    return Objects.requireNonNull(event.snapshot());
  }

  @Test
  void replicasAtOnceTellOnce() throws Exception {
    String id = alice.create("one event", "demo:read").getString("id");
    expires(id, "-1 hour");
    Uni.join()
        .all(sweep.sweep(), sweep.sweep(), sweep.sweep())
        .andFailFast()
        .await()
        .atMost(PATIENCE);
    assertThat(told(id)).containsExactly("token.expired");
  }

  @Test
  void aShortLifeIsNotWarnedOfAndARevokedOneNotToldOf() throws Exception {
    String brief = alice.create("brief", "demo:read").getString("id");
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.token SET expires_at = now() + interval '2 hours' WHERE id = ?",
        UUID.fromString(brief));
    String revoked = alice.create("revoked", "demo:read").getString("id");
    alice.post("/api/v1/tokens/" + revoked + "/revoke").then().statusCode(200);
    expires(revoked, "-1 hour");
    sweep();
    assertThat(told(brief)).isEmpty();
    assertThat(told(revoked)).isEmpty();
  }

  @Test
  void aNewExpiryIsWarnedOfAnew() throws Exception {
    String id = alice.create("prolonged", "demo:read").getString("id");
    expires(id, "6 days");
    sweep();
    alice
        .request()
        .contentType(ContentType.JSON)
        .body("{\"expiresAt\":\"2099-01-01T00:00:00Z\"}")
        .patch("/api/v1/tokens/" + id)
        .then()
        .statusCode(200);
    expires(id, "6 days");
    sweep();
    assertThat(told(id)).containsExactly("token.expiring P7D", "token.expiring P7D");
  }

  @Test
  @Tag("TEN-1")
  void organizationsAreDealtWithInTransactionsOfTheirOwn() throws Exception {
    UUID one = UUID.fromString(alice.create("of one", "demo:read").getString("id"));
    UUID other = UUID.fromString(Api.as("erin").create("of another", "demo:read").getString("id"));
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.token SET expires_at = now() - interval '1 hour',"
            + " created_at = now() - interval '1 year' WHERE id IN (?, ?)",
        one,
        other);
    sweep();
    assertThat(
            Rows.count(
                "SELECT count(DISTINCT xmin::text) FROM tokens.audit_log"
                    + " WHERE action = 'token.expired' AND target_id IN (?, ?)",
                one.toString(),
                other.toString()))
        .isEqualTo(2);
  }

  private void sweep() {
    sweep.sweep().await().atMost(PATIENCE);
  }

  private static void expires(String id, String from) throws Exception {
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.token SET expires_at = now() + ?::interval,"
            + " created_at = now() - interval '1 year' WHERE id = ?",
        from,
        UUID.fromString(id));
  }

  private static List<String> told(String id) {
    return Rows.query(
            "SELECT rtrim(action || ' ' || coalesce(evidence->>'within', '')) AS told"
                + " FROM tokens.audit_log WHERE target_id = ? AND action LIKE 'token.expir%'"
                + " ORDER BY id",
            id)
        .stream()
        .map(row -> row.get("told").toString())
        .toList();
  }
}
