package io.doorward.token.lifecycle.tokenaccess;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.HeldBarriers;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T13")
class TokenAccessIT {
  private static final String ACCESS = "/api/v1/organization/tokens";
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Inject GlobalSwitch global;
  private Api owner;
  private Api admin;
  private Api member;

  @BeforeEach
  void aNewOrganization() {
    String organization = "flag-" + UUID.randomUUID().toString().substring(0, 8);
    owner = Api.as("olga", organization, "owner");
    admin = Api.as("adam", organization, "admin");
    member = Api.as("mia", organization, "member");
    owner.me();
    admin.me();
    member.me();
  }

  private static Response turn(Api who, boolean on) {
    return who.request()
        .contentType(ContentType.JSON)
        .body("{\"enabled\":%s,\"reason\":\"a trial\"}".formatted(on))
        .put(ACCESS);
  }

  private static void assertDisabled(Response answer) {
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.jsonPath().getString("code")).isEqualTo("tokens_disabled");
  }

  @Test
  void turnedOffNoTokenWorksAndNoneIsMadeWhileSessionsGoOn() {
    JsonPath token = member.create("good", "tokens:write");
    Api byToken = Api.withToken(token, member.me());
    turn(owner, false).then().statusCode(200).body("enabled", equalTo(false));

    assertDisabled(byToken.get("/api/v1/me"));
    assertDisabled(member.post("/api/v1/tokens", Api.body("another", "demo:read")));
    Map<String, Object> view =
        member.get("/api/v1/tokens/" + token.getString("id")).jsonPath().getMap("");
    assertThat(view).containsEntry("status", "active");
    assertThat(view.get("halted")).asString().contains("feature_flag");
    assertThat(member.me().getString("subject")).isEqualTo("mia");
    member
        .post("/api/v1/tokens/" + token.getString("id") + "/rotate")
        .then()
        .statusCode(409)
        .body("detail", equalTo("API tokens are turned off; turn them on first."));

    turn(owner, true).then().statusCode(200).body("enabled", equalTo(true));
    assertThat(byToken.get("/api/v1/me").statusCode()).isEqualTo(200);
    member.create("another", "demo:read");
  }

  @Test
  void keysAreNotImportedWhileTokensAreOff() {
    turn(owner, false);
    String row =
        "{\"name\":\"old\",\"hash\":\"sha256:%s\",\"prefix\":\"k_\",\"owner\":\"mia\",\"scopes\":[\"demo:read\"]}"
            .formatted("ab".repeat(32));
    assertDisabled(
        owner
            .request()
            .contentType("application/x-ndjson")
            .body(row.getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .post("/api/v1/imports"));
  }

  @Test
  @Tag("TEN-1")
  void anotherOrganizationIsNotConcerned() {
    turn(owner, false);
    Api erin = Api.as("erin");
    JsonPath foreign = erin.create("globex", "tokens:read");
    assertThat(Api.withToken(foreign, erin.me()).get("/api/v1/me").statusCode()).isEqualTo(200);
    erin.get(ACCESS).then().body("enabled", equalTo(true));
  }

  @Test
  void itIsForOwnersAndAdministratorsAndNoAdministratorOverrulesAnOwner() {
    turn(member, false).then().statusCode(403);
    turn(admin, false).then().statusCode(200);
    turn(admin, true).then().statusCode(200);
    turn(owner, false).then().statusCode(200);
    turn(admin, true).then().statusCode(403);
    owner.get(ACCESS).then().body("enabled", equalTo(false)).body("by", equalTo("olga"));
    turn(owner, true).then().statusCode(200).body("by", nullValue());
  }

  /** It queues behind the very change that stops it. */
  @Test
  @Tag("REV-7")
  void aTokenThatIsBeingTurnedOffDoesNotTurnItselfOn() throws Exception {
    JsonPath token = owner.create("for the command line", "org:write", "org:admin");
    Api byToken = Api.withToken(token, owner.me());
    UUID organization = UUID.fromString(owner.me().getString("organization.id"));
    Response answer;
    try (HeldBarriers held = HeldBarriers.of(organization)) {
      CompletableFuture<Response> late = CompletableFuture.supplyAsync(() -> turn(byToken, true));
      held.untilSomebodyWaits();
      held.turnOff();
      answer = late.get(30, TimeUnit.SECONDS);
    }
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(answer.jsonPath().getString("code")).isEqualTo("invalid_token");
    owner.get(ACCESS).then().body("enabled", equalTo(false));
  }

  /** An import holds the lock for seconds. */
  @Test
  void turningOffWaitsForWhatIsUnderWay() throws Exception {
    UUID organization = UUID.fromString(owner.me().getString("organization.id"));
    CompletableFuture<Response> off;
    try (HeldBarriers held = HeldBarriers.of(organization)) {
      off = CompletableFuture.supplyAsync(() -> turn(owner, false));
      held.untilSomebodyHasWaitedLong();
    }
    assertThat(off.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(200);
  }

  @Test
  void whatAnOwnerTurnsOffAfterAnAdministratorOnlyAnOwnerTurnsOn() {
    turn(admin, false).then().statusCode(200);
    turn(owner, false).then().statusCode(200).body("by", equalTo("olga"));
    String off = Rows.contents();
    turn(admin, false).then().statusCode(200).body("by", equalTo("olga"));
    assertThat(Rows.contents()).isEqualTo(off);
    turn(admin, true).then().statusCode(403);
    assertThat(owner.get("/api/v1/audit").jsonPath().getList("items.action"))
        .containsSubsequence("tokens.disabled", "tokens.disabled");
    turn(owner, true).then().statusCode(200).body("enabled", equalTo(true));
  }

  @Test
  void doingItAgainChangesNothingAndBothAreAudited() {
    turn(owner, false);
    String off = Rows.contents();
    turn(owner, false).then().statusCode(200);
    assertThat(Rows.contents()).isEqualTo(off);
    turn(owner, true);
    assertThat(owner.get("/api/v1/audit").jsonPath().getList("items.action"))
        .contains("tokens.disabled", "tokens.enabled");
  }

  @Test
  void theReasonIsRequired() {
    for (String body : List.of("{}", "{\"enabled\":false}", "{\"reason\":\"x\"}")) {
      owner.request().contentType(ContentType.JSON).body(body).put(ACCESS).then().statusCode(400);
    }
  }

  @Test
  void theOperatorTurnsThemOffForAllAndOnceIsEnough() {
    JsonPath token = member.create("good", "tokens:read");
    Api byToken = Api.withToken(token, member.me());
    long revision = revision();
    try {
      assertThat(decide(revision, false)).isTrue();
      assertThat(decide(revision, false)).isFalse();
      assertDisabled(byToken.get("/api/v1/me"));
      assertDisabled(member.post("/api/v1/tokens", Api.body("another", "demo:read")));
      owner.get(ACCESS).then().body("enabled", equalTo(true)).body("enabledForAll", equalTo(false));
    } finally {
      assertThat(decide(revision + 1, true)).isTrue();
    }
    assertThat(byToken.get("/api/v1/me").statusCode()).isEqualTo(200);
  }

  /** One that restarts with what it was given long ago. */
  @Test
  @Tag("REV-7")
  void aReplicaWithAnOlderDecisionTurnsNothingOnOrOff() {
    long revision = revision();
    try {
      assertThat(decide(revision, true)).isFalse();
      assertThat(decide(revision, false)).isTrue();
      assertThat(decide(revision, true)).isFalse();
      assertThat(decide(0, true)).isFalse();
      owner.get(ACCESS).then().body("enabledForAll", equalTo(false));
      assertThat(decide(revision + 2, true)).isTrue();
      assertThat(decide(revision + 1, false)).isFalse();
      owner.get(ACCESS).then().body("enabledForAll", equalTo(true));
      // Decided anew, on stays on, and what came before counts no more.
      assertThat(decide(revision + 4, true)).isFalse();
      assertThat(decide(revision + 3, false)).isFalse();
    } finally {
      decide(revision + 5, true);
    }
    owner.get(ACCESS).then().body("enabledForAll", equalTo(true));
  }

  @Test
  @Tag("LOG-3")
  void theOperatorsDecisionsAreKeptForGood() {
    long revision = revision();
    try {
      decide(revision, false);
      decide(revision, false);
    } finally {
      decide(revision + 1, true);
    }
    assertThat(
            Rows.query(
                "SELECT revision, enabled FROM tokens.operator_decision WHERE revision >= ?"
                    + " ORDER BY seq",
                revision))
        .extracting(row -> row.get("revision") + " " + row.get("enabled"))
        .containsExactly(revision + " false", revision + 1 + " true");
    assertThatThrownBy(() -> Rows.run("tokens_app", "DELETE FROM tokens.operator_decision"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(
            () -> Rows.run("tokens_app", "UPDATE tokens.operator_decision SET enabled = true"))
        .hasMessageContaining("permission denied");
  }

  private boolean decide(long revision, boolean enabled) {
    return global.set(new OperatorDecision(revision, enabled)).await().atMost(PATIENCE);
  }

  /** Higher than any in force. */
  private static long revision() {
    return Rows.count("SELECT coalesce(max(revision), 0) + 1 FROM tokens.operator_decision");
  }
}
