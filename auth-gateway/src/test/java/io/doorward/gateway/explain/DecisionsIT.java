package io.doorward.gateway.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.gateway.redis.RedisSubscription;
import io.doorward.gateway.redis.RedisSubscriptions;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Suite;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("G8")
class DecisionsIT {
  @Inject Suite suite;
  @Inject RedisSubscriptions subscriptions;

  @AfterEach
  void tokenServiceIsBack() {
    GatewayStubs.tokenService().gone(false);
  }

  private static String id(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-Request-Id").orElseThrow();
  }

  private Suite.Known reader() {
    return suite.token(t -> t.scopes("tokens:read"));
  }

  private HttpResponse<String> explained(String requestId, Suite.Known by) {
    return suite.get("/api/v1/decisions/" + requestId, by);
  }

  @Test
  void tellsWhichScopeWasMissingWhereAndWhatWasKnown() {
    Suite.Known narrow = suite.token(t -> t.scopes("things:read").version(7));
    GatewayStubs.tokenService().show(narrow.snapshot());
    HttpResponse<String> refused =
        Http.send(
            Http.request(suite.port(), "/things/secret-name?x=y")
                .header("Authorization", "Bearer " + narrow.raw())
                .POST(BodyPublishers.ofString("x")));
    Suite.Known reader = reader();

    HttpResponse<String> answer = explained(id(refused), reader);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    JsonNode told = Http.json(answer);
    assertThat(told.path("outcome").asText()).isEqualTo("refused");
    assertThat(told.path("code").asText()).isEqualTo("insufficient_scope");
    assertThat(told.path("route").asText()).isEqualTo("things");
    assertThat(told.path("pathTemplate").asText()).isEqualTo("/things/**");
    assertThat(told.at("/scopes/missingFromToken/0").asText()).isEqualTo("things:write");
    assertThat(told.at("/scopes/missingFromRole")).isEmpty();
    assertThat(told.at("/token/version").asLong()).isEqualTo(7);
    assertThat(told.at("/knowledge/tokenFrom").asText()).isEqualTo("service");
    assertThat(told.at("/knowledge").has("epoch")).isTrue();
    assertThat(answer.body()).doesNotContain("secret-name", narrow.raw());
    assertThat(GatewayStubs.tokenService().shownTo(narrow.snapshot()))
        .as("asked in the caller's name")
        .startsWith("Bearer ey");
  }

  @Test
  @Tag("RLM-2")
  void tellsWhichLimitWasUsedUpAndHowLimitsWereKept() {
    Suite.Known once =
        suite.token(t -> t.scopes("things:read", "tokens:read").limits(new Limits(9, 1, 9, null)));
    suite.get("/things/1", once);
    HttpResponse<String> limited = suite.get("/things/1", once);
    assertThat(limited.statusCode()).isEqualTo(429);
    GatewayStubs.tokenService().show(once.snapshot());
    JsonNode told = Http.json(explained(id(limited), reader()));
    assertThat(told.path("status").asInt()).isEqualTo(429);
    assertThat(told.path("detail").asText()).contains("per minute");
    assertThat(told.at("/limits/mode").asText()).isEqualTo("leased");
    assertThat(told.at("/limits/policy").asText()).contains("\"minute\";q=1;w=60");
    assertThat(told.at("/limits/retryAfterSeconds").asLong()).isPositive();
  }

  @Test
  void tellsOfAnAdmissionAndOfWhatACallerIsNotTold() {
    Suite.Known good = suite.token(t -> t.scopes("things:read", "tokens:read"));
    JsonNode admitted = Http.json(explained(id(suite.get("/things/1", good)), good));
    assertThat(admitted.path("outcome").asText()).isEqualTo("admitted");
    assertThat(admitted.has("code")).isFalse();
    Suite.Known gone = suite.token(t -> t.suspendedAt(Fixtures.CREATED));
    GatewayStubs.tokenService().show(gone.snapshot());
    JsonNode refused = Http.json(explained(id(suite.get("/things/1", gone)), good));
    assertThat(refused.path("code").asText()).isEqualTo("invalid_token");
    assertThat(refused.at("/token/status").asText()).isEqualTo("suspended");
  }

  @Test
  @Tag("CMP-3")
  @Tag("TEN-1")
  void whoMayNotSeeTheTokenLearnsNoMoreThanOfARandomId() {
    Suite.Known hidden = suite.token(t -> t.revokedAt(Instant.EPOCH));
    String id = id(suite.get("/things/1", hidden));
    String anonymous = id(Http.send(Http.request(suite.port(), "/things/1")));
    String unknown = id(Http.get(suite.port(), "/things/1", Fixtures.mint().reveal()));
    Suite.Known reader = reader();
    String random = withoutItsId(explained(UUID.randomUUID().toString(), reader));
    assertThat(random).startsWith("404");
    for (String other : List.of(id, anonymous, unknown, "x", "no/such", "%2e%2e")) {
      assertThat(withoutItsId(explained(other, reader)).substring(0, 3)).isIn("404", "400");
    }
    for (String other : List.of(id, anonymous, unknown)) {
      assertThat(withoutItsId(explained(other, reader))).isEqualTo(random);
    }
  }

  @Test
  @Tag("TEN-1")
  void anotherOrganizationIsNotEvenAskedAbout() {
    Suite.Known theirs = suite.token(t -> t.revokedAt(Instant.EPOCH));
    GatewayStubs.tokenService().show(theirs.snapshot());
    String id = id(suite.get("/things/1", theirs));
    HttpResponse<String> answer =
        Http.get(suite.port(), "/api/v1/decisions/" + id, DemoPeople.token("erin"));
    assertThat(Http.code(answer)).isEqualTo("404 not_found");
    assertThat(GatewayStubs.tokenService().shownTo(theirs.snapshot())).isEmpty();
  }

  @Test
  void aPersonSeesWhatTokenServiceShowsThem() {
    Suite.Known token = suite.token(t -> t.revokedAt(Instant.EPOCH));
    GatewayStubs.tokenService().show(token.snapshot());
    String id = id(suite.get("/things/1", token));
    String session = DemoPeople.token("alice");
    HttpResponse<String> answer = Http.get(suite.port(), "/api/v1/decisions/" + id, session);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(GatewayStubs.tokenService().shownTo(token.snapshot()))
        .isEqualTo("Bearer " + session);
  }

  @Test
  @Tag("G7")
  void whatCannotBeFoundOutIsNotDenied() {
    Suite.Known token = suite.token(t -> t.revokedAt(Instant.EPOCH));
    Suite.Known reader = reader();
    String id = id(suite.get("/things/1", token));
    assertThat(explained(UUID.randomUUID().toString(), reader).statusCode()).isEqualTo(404);
    GatewayStubs.tokenService().gone(true);
    HttpResponse<String> answer = explained(id, reader);
    assertThat(Http.code(answer)).isEqualTo("503 dependency_unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).isPresent();
    GatewayStubs.tokenService().gone(false);
    RunningStack.current().redis().kill();
    try {
      assertThat(Http.code(explained(UUID.randomUUID().toString(), reader)))
          .isEqualTo("503 dependency_unavailable");
      GatewayStubs.tokenService().show(token.snapshot());
      assertThat(explained(id, reader).statusCode()).isEqualTo(200);
    } finally {
      RunningStack.current().redis().start();
    }
    await()
        .until(
            () -> explained(UUID.randomUUID().toString(), reader).statusCode(),
            status -> status == 404);
  }

  @Test
  void anotherGatewayIsAskedForWhatThisOneDoesNotRemember() throws Exception {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.tokenService().show(token.snapshot());
    String id = UUID.randomUUID().toString();
    Explanation theirs = explanation(id, token);
    RedisSubscription other =
        subscriptions.subscribeToQuiet(
            RedisKeys.DECISIONS,
            new RedisSubscription.Listener() {
              @Override
              public void message(byte[] payload) {
                answer(payload, id, theirs);
              }

              @Override
              public void interrupted() {}
            });
    try {
      Suite.Known reader = reader();
      await()
          .untilAsserted(
              () -> {
                HttpResponse<String> answer = explained(id, reader);
                assertThat(answer.statusCode()).isEqualTo(200);
                assertThat(Http.json(answer).path("instance").asText()).isEqualTo("gateway-9");
              });
    } finally {
      other.close();
    }
  }

  private static void answer(byte[] payload, String id, Explanation found) {
    try {
      OtherGateways.Message asked = ContractJson.read(payload, OtherGateways.Message.class);
      if (asked.requestId() != null) {
        String json =
            ContractJson.writeString(
                new OtherGateways.Message(
                    asked.id(),
                    null,
                    null,
                    asked.requestId().equals(id) ? List.of(found) : List.of()));
        // The listener's loop must not wait.
        Thread thread = new Thread(() -> publish(json));
        thread.start();
      }
    } catch (io.doorward.contract.json.UnreadableRecord e) {
      throw new IllegalStateException(e);
    }
  }

  private static void publish(String json) {
    try {
      EventPaths.redis("PUBLISH", RedisKeys.DECISIONS, json);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Explanation explanation(String id, Suite.Known token) {
    return new Explanation(
        id,
        Fixtures.CREATED,
        "gateway-9",
        "refused",
        403,
        "ip_not_allowed",
        "ip_not_allowed",
        "Not from here.",
        "GET",
        "things",
        "/things/**",
        "203.0.113.5",
        new Explanation.Token(
            token.snapshot().tokenId(), "acme", TokenStatus.ACTIVE, 1, List.of("192.0.2.0/24")),
        new Explanation.Scopes(List.of(), List.of(), "member", List.of(), List.of()),
        null,
        new Explanation.Knowledge("process", 7, true));
  }

  private static String withoutItsId(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("X-Request-Id").orElse("");
    return (answer.statusCode() + answer.body() + answer.headers().map()).replace(id, "");
  }
}
