package io.doorward.token.protocol.respond;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.SecurityEvent.Response;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("ROT-2")
@Tag("X3")
class FamilyIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Responder responder;

  @Test
  void allThatStillWorksOfTheFamilyIsSuspendedAndNothingElse() {
    Api owner = Api.as("fay", "family", "owner");
    JsonPath first = owner.create("first", "demo:read");
    JsonPath second = rotate(owner, first, "PT0S");
    JsonPath third = rotate(owner, second, "PT1H");
    JsonPath other = owner.create("other", "demo:read");
    SecurityEvent event = event(owner, first, Response.SUSPEND_FAMILY);
    assertThat(respond(event)).isEqualTo(Outcome.SUSPENDED);
    owner.get(path(third)).then().body("status", equalTo("suspended"));
    owner
        .get(path(second))
        .then()
        .body("status", equalTo("suspended"))
        .body("suspension.by", equalTo("security-monitor"));
    owner.get(path(first)).then().body("status", equalTo("rotated")).body("version", equalTo(2));
    owner.get(path(other)).then().body("status", equalTo("active"));
    assertThat(
            Rows.query(
                "SELECT evidence::text AS e FROM tokens.audit_log"
                    + " WHERE target_id = ? AND action = 'token.suspended'",
                third.getString("id")))
        .singleElement()
        .satisfies(
            row ->
                assertThat(row.get("e").toString())
                    .contains("retired_use", first.getString("id"), event.id().toString()));
    // People decide; the same event again does not decide anew.
    owner.post(path(third) + "/reactivate").then().statusCode(200);
    assertThat(respond(event)).isEqualTo(Outcome.DUPLICATE);
    owner.get(path(third)).then().body("status", equalTo("active"));
  }

  @Test
  @Tag("KFK-5")
  void aFamilyCountsOnceAgainstTheBudgetAndBeyondItPeopleAreTold() {
    Api owner = Api.as("finn", "family-budget", "owner");
    for (int i = 0; i < 3; i++) {
      JsonPath old = owner.create("family " + i, "demo:read");
      rotate(owner, old, "PT1H");
      assertThat(respond(event(owner, old, Response.SUSPEND_FAMILY))).isEqualTo(Outcome.SUSPENDED);
    }
    JsonPath old = owner.create("one too many", "demo:read");
    JsonPath next = rotate(owner, old, "PT0S");
    assertThat(respond(event(owner, old, Response.SUSPEND_FAMILY))).isEqualTo(Outcome.OVER_BUDGET);
    owner.get(path(next)).then().body("status", equalTo("active"));
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.audit_log WHERE target_id = ?"
                    + " AND action = 'token.suspension_withheld'",
                old.getString("id")))
        .isEqualTo(1);
  }

  @Test
  @Tag("TEN-1")
  void anotherOrganizationsFamilyAndOneThatHasEndedAreLeftAlone() {
    Api owner = Api.as("flora", "family-ended", "owner");
    JsonPath old = owner.create("ended", "demo:read");
    JsonPath next = rotate(owner, old, "PT0S");
    assertThat(respond(event(Api.as("erin"), old, Response.SUSPEND_FAMILY)))
        .isEqualTo(Outcome.UNKNOWN_TOKEN);
    owner.get(path(next)).then().body("status", equalTo("active"));
    owner.post(path(next) + "/revoke").then().statusCode(200);
    assertThat(respond(event(owner, old, Response.SUSPEND_FAMILY))).isEqualTo(Outcome.NOT_ACTIVE);
  }

  @Test
  @Tag("ROT-3")
  void whoeverRotatesMeanwhileDoesNotGetAwayWithASuccessor() throws Exception {
    Api owner = Api.as("fritz", "family-race", "owner");
    for (int round = 0; round < 3; round++) {
      JsonPath first = owner.create("racing " + round, "demo:read");
      CountDownLatch begun = new CountDownLatch(3);
      CompletableFuture<Void> running =
          CompletableFuture.runAsync(
              () -> {
                JsonPath current = first;
                int status = 201;
                while (status == 201) {
                  var answer = owner.post(path(current) + "/rotate", "{\"overlap\":\"PT0S\"}");
                  status = answer.statusCode();
                  current = status == 201 ? answer.jsonPath() : current;
                  begun.countDown();
                }
              });
      begun.await();
      respond(event(owner, first, Response.SUSPEND_FAMILY));
      running.join();
      assertThat(
              Rows.count(
                  "SELECT count(*) FROM tokens.token WHERE family_id = ? AND suspended_at IS NULL"
                      + " AND (overlap_until IS NULL OR overlap_until > now())",
                  UUID.fromString(first.getString("id"))))
          .isZero();
    }
  }

  private Outcome respond(SecurityEvent event) {
    return responder.respond(event).await().atMost(PATIENCE);
  }

  private static SecurityEvent event(Api owner, JsonPath token, Response response) {
    return new SecurityEvent(
        SecurityEvent.SCHEMA,
        UUID.randomUUID(),
        Instant.parse("2026-01-15T12:00:00Z"),
        "retired_use",
        UUID.fromString(token.getString("id")),
        UUID.fromString(owner.me().getString("organization.id")),
        87.5,
        response,
        "A retired secret was presented to be rotated once more",
        new TreeMap<>(Map.of("ip", "203.0.113.9")));
  }

  private static JsonPath rotate(Api by, JsonPath old, String overlap) {
    return by.post(path(old) + "/rotate", "{\"overlap\":\"" + overlap + "\"}")
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static String path(JsonPath token) {
    return "/api/v1/tokens/" + token.getString("id");
  }
}
