package io.doorward.token.lifecycle.rotate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.doorward.token.support.Snapshots;
import io.doorward.token.support.Uses;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T4")
@Tag("T12")
class OldSecretsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** Rotated without an overlap, and not presented since. */
  private static final String RETIRED =
      """
      INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
          environment, lookup, prefix, last_four, scopes, created_at, version, family_id,
          rotated_at, overlap_until)
      SELECT id, '%s', 'user', 'rahel', 'rahel', 'one of many', 'personal', 'live',
             'p1.' || encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 'dwp_live_', 'abcd',
             '{read}', now() - interval '1 day', 2, id, now() + interval '1 minute',
             now() + interval '1 minute'
        FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 2500)) t
      """;

  @Inject EarlyRetirement retirement;

  private final Uses uses = new Uses();

  @AfterEach
  void close() {
    uses.close();
  }

  @Test
  @Tag("ROT-1")
  void theOldSecretEndsOnceTheNewOneIsInUse() {
    Api owner = Api.as("rita", "retiring", "owner");
    JsonPath old = owner.create("retiring", "tokens:read");
    JsonPath next = rotate(owner, old, "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}");
    Api.withToken(old, owner.me()).get("/api/v1/tokens").then().statusCode(200);
    uses.accepted(next.getString("id"), organization(owner), now());
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> Api.withToken(old, owner.me()).get("/api/v1/tokens").then().statusCode(401));
    Api.withToken(next, owner.me()).get("/api/v1/tokens").then().statusCode(200);
    JsonPath told = Snapshots.of(old.getString("id"));
    assertThat(Instant.parse(told.getString("overlapUntil")))
        .isBefore(Instant.parse(told.getString("rotatedAt")).plus(Duration.ofMinutes(50)));
    assertThat(retired(old)).hasSize(1);
    assertThat(retired(old).get(0).get("evidence").toString())
        .contains(next.getString("id"), "192.0.2.44");
  }

  @Test
  void asLongAsTheNewOneIsNotUsedTheOldOneGoesOn() throws Exception {
    Api owner = Api.as("rolf", "not-retiring", "owner");
    String acme = organization(owner);
    JsonPath old = owner.create("unused", "tokens:read");
    JsonPath next = rotate(owner, old, "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}");
    JsonPath asked = owner.create("not asked for", "tokens:read");
    JsonPath other = rotate(owner, asked, "{\"overlap\":\"PT1H\"}");
    // Refused uses of the new one, and uses of the old one, say nothing.
    uses.refused(next.getString("id"), acme, now());
    uses.accepted(old.getString("id"), acme, now());
    uses.accepted(other.getString("id"), acme, now());
    awaitActivity(next, old, other);
    sweep();
    Api.withToken(old, owner.me()).get("/api/v1/tokens").then().statusCode(200);
    Api.withToken(asked, owner.me()).get("/api/v1/tokens").then().statusCode(200);
    assertThat(retired(old)).isEmpty();
    assertThat(retired(asked)).isEmpty();
    // Once the overlap is over there is nothing left to do.
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.token SET overlap_until = now() WHERE id = ?",
        UUID.fromString(old.getString("id")));
    sweep();
    assertThat(pending(old)).isZero();
    assertThat(retired(old)).isEmpty();
  }

  @Test
  void replicasAtOnceEndItOnce() {
    Api owner = Api.as("rune", "retiring-once", "owner");
    JsonPath old = owner.create("once", "tokens:read");
    JsonPath next = rotate(owner, old, "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}");
    uses.accepted(next.getString("id"), organization(owner), now());
    awaitActivity(next);
    Uni.join()
        .all(retirement.sweep(), retirement.sweep(), retirement.sweep())
        .andFailFast()
        .await()
        .atMost(PATIENCE);
    await().atMost(PATIENCE).until(() -> pending(old) == 0);
    assertThat(retired(old)).hasSize(1);
    assertThat(Snapshots.version(old.getString("id"))).isEqualTo(3);
  }

  @Test
  void aSuspendedOldSecretEndsAsWellAndARevokedOneStays() {
    Api owner = Api.as("rosa", "retiring-suspended", "owner");
    JsonPath old = owner.create("suspended", "tokens:read");
    JsonPath next = rotate(owner, old, "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}");
    JsonPath gone = owner.create("revoked", "tokens:read");
    JsonPath heir = rotate(owner, gone, "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}");
    owner.post(path(old) + "/suspend", "{\"reason\":\"odd\"}").then().statusCode(200);
    owner.post(path(gone) + "/revoke").then().statusCode(200);
    uses.accepted(next.getString("id"), organization(owner), now());
    uses.accepted(heir.getString("id"), organization(owner), now());
    await().atMost(PATIENCE).until(() -> pending(old) + pending(gone) == 0);
    owner.post(path(old) + "/reactivate").then().statusCode(200);
    Api.withToken(old, owner.me()).get("/api/v1/tokens").then().statusCode(401);
    assertThat(retired(gone)).isEmpty();
  }

  @Test
  void theOldSecretGoesOnWhereTheNewOneNoLongerWorks() {
    Api owner = Api.as("rut", "retiring-to-nothing", "owner");
    JsonPath old = owner.create("kept", "tokens:read");
    JsonPath revoked = rotate(owner, old, "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}");
    JsonPath other = owner.create("kept for now", "tokens:read");
    JsonPath held = rotate(owner, other, "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}");
    owner.post(path(revoked) + "/revoke").then().statusCode(200);
    owner.post(path(held) + "/suspend", "{\"reason\":\"odd\"}").then().statusCode(200);
    uses.accepted(revoked.getString("id"), organization(owner), now());
    uses.accepted(held.getString("id"), organization(owner), now());
    awaitActivity(revoked, held);
    sweep();
    Api.withToken(old, owner.me()).get("/api/v1/tokens").then().statusCode(200);
    Api.withToken(other, owner.me()).get("/api/v1/tokens").then().statusCode(200);
    owner.post(path(held) + "/reactivate").then().statusCode(200);
    sweep();
    Api.withToken(other, owner.me()).get("/api/v1/tokens").then().statusCode(401);
    assertThat(retired(old)).isEmpty();
  }

  @Test
  @Tag("TEN-1")
  void organizationsAreDealtWithInTransactionsOfTheirOwn() throws Exception {
    Api one = Api.as("ruben", "retiring-here", "owner");
    Api other = Api.as("renate", "retiring-there", "owner");
    JsonPath here = one.create("here", "tokens:read");
    JsonPath there = other.create("there", "tokens:read");
    String wish = "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}";
    Rows.update(
        "tokens_app",
        "INSERT INTO tokens.token_activity (token_id, accepted_at) VALUES (?, now()), (?, now())",
        UUID.fromString(rotate(one, here, wish).getString("id")),
        UUID.fromString(rotate(other, there, wish).getString("id")));
    sweep();
    await().atMost(PATIENCE).until(() -> pending(here) + pending(there) == 0);
    assertThat(
            Rows.count(
                "SELECT count(DISTINCT xmin::text) FROM tokens.audit_log"
                    + " WHERE action = 'token.retired' AND target_id IN (?, ?)",
                here.getString("id"),
                there.getString("id")))
        .isEqualTo(2);
  }

  /** A server far away: what fits into a request's time does not hold fifty tokens. */
  @Test
  void manyAtOnceHaveTheTimeOfAChangeOfMany() throws Exception {
    Api owner = Api.as("rieke", "retiring-many", "owner");
    List<JsonPath> old = new ArrayList<>();
    List<String> next = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      JsonPath token = owner.create("one of many", "tokens:read");
      old.add(token);
      next.add(
          rotate(owner, token, "{\"overlap\":\"PT1H\",\"retireOnFirstUse\":true}").getString("id"));
    }
    slowRetirements("200 milliseconds", organization(owner));
    try {
      Rows.update(
          "tokens_app",
          "INSERT INTO tokens.token_activity (token_id, accepted_at)"
              + " SELECT id, now() FROM unnest(string_to_array(?, ',')::uuid[]) AS used (id)",
          String.join(",", next));
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> old.stream().mapToLong(OldSecretsIT::pending).sum() == 0);
    } finally {
      Rows.run("tokens_owner", "DROP FUNCTION tokens.slow_retirement CASCADE");
    }
    assertThat(old).allSatisfy(token -> assertThat(retired(token)).hasSize(1));
  }

  private static void slowRetirements(String delay, String organization) throws Exception {
    Rows.run(
        "tokens_owner",
        """
        CREATE FUNCTION tokens.slow_retirement() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN PERFORM pg_sleep_for('%s'); RETURN NEW; END $$;
        CREATE TRIGGER slow_retirement BEFORE UPDATE ON tokens.token FOR EACH ROW
          WHEN (NEW.organization_id = '%s') EXECUTE FUNCTION tokens.slow_retirement();
        """
            .formatted(delay, organization));
  }

  @Test
  @Tag("ROT-4")
  void aLostAnswerIsTheSameRequestOnlyWithTheSameWish() {
    Api owner = Api.as("ruth", "retiring-replay", "owner");
    JsonPath old = owner.create("replayed", "tokens:read");
    String key = "key-" + old.getString("id");
    String body = "{\"retireOnFirstUse\":true}";
    assertThat(keyed(owner, old, key, body)).isEqualTo(201);
    assertThat(keyed(owner, old, key, "{}")).isEqualTo(409);
    assertThat(keyed(owner, old, key, body)).isEqualTo(201);
    assertThat(pending(old)).isEqualTo(1);
  }

  @Test
  void theFamilyTellsWhoStillUsesOldSecrets() {
    Api owner = Api.as("remy", "old-secrets", "owner");
    JsonPath old = owner.create("used still", "tokens:read");
    JsonPath next = rotate(owner, old, "{\"overlap\":\"PT1H\"}");
    Instant at = now().plusSeconds(1);
    uses.accepted(old.getString("id"), organization(owner), at);
    awaitActivity(old);
    owner
        .get(path(next) + "/family")
        .then()
        .body("tokens.size()", equalTo(2))
        .body("retired.size()", equalTo(1))
        .body("retired[0].id", equalTo(old.getString("id")))
        .body("retired[0].accepted", equalTo(true))
        .body("retired[0].usedSinceRotation", equalTo(true))
        .body("retired[0].triedSinceOverlap", equalTo(false))
        .body("retired[0].lastUsed.at", equalTo(at.toString()))
        .body("retired[0].lastUsed.ip", equalTo("192.0.2.44"))
        .body("retired[0].lastUsed.userAgent", equalTo("deployer/2.1"));
  }

  @Test
  @Tag("TEN-1")
  void theReportListsThemForTheWholeOrganizationAPageAtATime() {
    Api owner = Api.as("rhea", "old-secrets-report", "owner");
    Api member = Api.as("ralf", "old-secrets-report", "member");
    member.me();
    String organization = organization(owner);
    JsonPath first = used(owner, "first", "PT1H");
    JsonPath second = used(member, "second", "PT1H");
    JsonPath third = used(owner, "third", "PT1H");
    JsonPath ended = owner.create("ended", "tokens:read");
    rotate(owner, ended, "{\"overlap\":\"PT0S\"}");
    uses.refused(ended.getString("id"), organization, now().plusSeconds(1));
    JsonPath unused = owner.create("unused", "tokens:read");
    rotate(owner, unused, "{\"overlap\":\"PT1H\"}");
    awaitActivity(first, second, third, ended);

    JsonPath page =
        owner.get("/api/v1/tokens/retired?limit=2").then().statusCode(200).extract().jsonPath();
    assertThat(page.<String>getList("items.name")).containsExactly("third", "second");
    owner
        .get("/api/v1/tokens/retired?limit=2&cursor=" + page.getString("nextCursor"))
        .then()
        .statusCode(200)
        .body("items.name", equalTo(List.of("first")))
        .body("nextCursor", equalTo(null));
    owner
        .get("/api/v1/tokens/retired?use=ended")
        .then()
        .statusCode(200)
        .body("items.name", equalTo(List.of("ended")))
        .body("items[0].triedSinceOverlap", equalTo(true))
        .body("items[0].accepted", equalTo(false));
    member.get("/api/v1/tokens/retired").then().body("items.name", equalTo(List.of("second")));
    Api.as("erin")
        .get("/api/v1/tokens/retired?limit=100")
        .then()
        .body("items.id", not(hasItem(first.getString("id"))));
    owner.get("/api/v1/tokens/retired?use=other").then().statusCode(400);
    Api.as("erin")
        .get("/api/v1/tokens/retired?cursor=" + page.getString("nextCursor"))
        .then()
        .statusCode(400);
  }

  /** As ADR 17 has it for every list. */
  @Test
  void aPageOfTheReportLooksAtSoManyTokensAndTheNextGoesOn() throws Exception {
    Api owner = Api.as("rahel", "old-secrets-many", "owner");
    JsonPath ended = owner.create("ended long ago", "tokens:read");
    rotate(owner, ended, "{\"overlap\":\"PT0S\"}");
    Rows.update(
        "tokens_app",
        "INSERT INTO tokens.token_activity (token_id, refused_at) VALUES (?, now())",
        UUID.fromString(ended.getString("id")));
    Rows.run("tokens_owner", RETIRED.formatted(organization(owner)));
    List<String> found = new ArrayList<>();
    int pages = 0;
    String cursor = "";
    do {
      JsonPath page =
          owner
              .get("/api/v1/tokens/retired?use=ended&limit=10" + cursor)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      found.addAll(page.getList("items.id"));
      String next = page.getString("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
      pages++;
    } while (cursor != null);
    assertThat(found).containsExactly(ended.getString("id"));
    assertThat(pages).isGreaterThan(1);
  }

  private JsonPath used(Api by, String name, String overlap) {
    JsonPath old = by.create(name, "tokens:read");
    rotate(by, old, "{\"overlap\":\"" + overlap + "\"}");
    uses.accepted(old.getString("id"), organization(by), now().plusSeconds(1));
    return old;
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  private static String organization(Api api) {
    return api.me().getString("organization.id");
  }

  private void sweep() {
    retirement.sweep().await().atMost(PATIENCE);
  }

  private static String path(JsonPath token) {
    return "/api/v1/tokens/" + token.getString("id");
  }

  private static JsonPath rotate(Api by, JsonPath old, String body) {
    return by.post(path(old) + "/rotate", body).then().statusCode(201).extract().jsonPath();
  }

  private static int keyed(Api by, JsonPath old, String key, String body) {
    return by.request()
        .header("Idempotency-Key", key)
        .contentType("application/json")
        .body(body)
        .post(path(old) + "/rotate")
        .statusCode();
  }

  private static void awaitActivity(JsonPath... tokens) {
    for (JsonPath token : tokens) {
      await()
          .atMost(PATIENCE)
          .until(
              () ->
                  Rows.count(
                          "SELECT count(*) FROM tokens.token_activity WHERE token_id = ?",
                          UUID.fromString(token.getString("id")))
                      == 1);
    }
  }

  private static long pending(JsonPath old) {
    return Rows.count(
        "SELECT count(*) FROM tokens.early_retirement WHERE token_id = ?",
        UUID.fromString(old.getString("id")));
  }

  private static List<Map<String, Object>> retired(JsonPath old) {
    return Rows.query(
        "SELECT evidence::text AS evidence FROM tokens.audit_log"
            + " WHERE target_id = ? AND action = 'token.retired'",
        old.getString("id"));
  }
}
