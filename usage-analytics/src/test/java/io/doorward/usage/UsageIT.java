package io.doorward.usage;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.Topics;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.identity.GatewayTokens;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@UsageStack
class UsageIT {
  private static final UUID ACME = UUID.randomUUID();
  private static final UUID GLOBEX = UUID.randomUUID();

  private final Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MICROS);
  private final Instant from = now.minus(1, ChronoUnit.HOURS);
  private final Instant to = now.plus(1, ChronoUnit.MINUTES);
  private final Events gateway = new Events(ACME, UUID.randomUUID(), "carol");
  private Channel channel;

  @BeforeEach
  void open() {
    channel = new Channel();
    channel.announce(gateway.token(), ACME, "acme", "carol", 1);
  }

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  @Tag("U1")
  @Tag("U2")
  void everyRequestIsCountedOnceAndAtOnce() {
    channel.send(gateway.answered(now, 200, 7));
    channel.send(gateway.answered(now, 503));
    channel.send(gateway.refused(now.minusSeconds(120), 403, "insufficient_scope"));
    channel.send(gateway.refused(now.minusSeconds(1800), 429, "rate_limited"));
    awaitRequests(10);
    JsonPath usage = Figures.ofToken(gateway.token(), from, to);
    assertThat(usage.getString("tokenId")).isEqualTo(gateway.token().toString());
    assertThat(usage.getLong("succeeded")).isEqualTo(7);
    assertThat(usage.getLong("refused")).isEqualTo(2);
    assertThat(usage.getLong("failed")).isEqualTo(1);
    assertThat(usage.getMap("byStatus")).isEqualTo(Map.of("200", 7, "403", 1, "429", 1, "503", 1));
    assertThat(usage.getMap("byReason"))
        .isEqualTo(Map.of("insufficient_scope", 1, "rate_limited", 1));
    assertThat(usage.getLong("bytesIn")).isEqualTo(100);
    assertThat(usage.getLong("bytesOut")).isEqualTo(1_000);
    assertThat(Instant.parse(usage.getString("lastUsedAt"))).isEqualTo(now);
  }

  @Test
  @Tag("U2")
  void aPeriodHoldsWhatLiesInItAndNothingElse() {
    Instant minute = from.truncatedTo(ChronoUnit.MINUTES);
    for (int second = 0; second < 240; second++) {
      channel.send(gateway.answered(minute.plusSeconds(second), 200));
    }
    awaitRequests(gateway.token(), minute, to, 240);
    for (int[] cut : new int[][] {{0, 240}, {1, 60}, {59, 61}, {30, 35}, {60, 120}, {61, 239}}) {
      Instant begin = minute.plusSeconds(cut[0]);
      assertThat(Figures.requests(gateway.token(), begin, minute.plusSeconds(cut[1])))
          .isEqualTo(cut[1] - cut[0]);
    }
  }

  @Test
  @Tag("U1")
  @Tag("KFK-6")
  void whatNeverArrivedIsSeenToBeMissing() {
    long before = missing();
    channel.send(gateway.answered(now, 200, 3));
    gateway.lose();
    gateway.lose();
    channel.send(gateway.answered(now, 200, 3));
    awaitRequests(6);
    JsonPath usage = Figures.ofToken(gateway.token(), from, to);
    assertThat(usage.getLong("completeness.missing")).isEqualTo(before + 2);
    assertThat(usage.getLong("completeness.received")).isEqualTo(6);
    assertThat(usage.getLong("completeness.expected")).isEqualTo(before + 8);
  }

  @Test
  @Tag("TEN-1")
  @Tag("CMP-3")
  void aForeignTokenAndOneThatDoesNotExistAreTheSame404() {
    channel.send(gateway.answered(now, 200));
    awaitRequests(1);
    String foreign = problem(DemoPeople.token("erin"), gateway.token());
    String unknown = problem(DemoPeople.token("erin"), UUID.randomUUID());
    String otherMembers = problem(DemoPeople.token("dave"), gateway.token());
    assertThat(foreign).isEqualTo(unknown).isEqualTo(otherMembers);
    Figures.ofToken(DemoPeople.token("carol"), gateway.token(), from, to).statusCode(200);
    Figures.ofToken(DemoPeople.token("bob"), gateway.token(), from, to).statusCode(200);
  }

  @Test
  @Tag("TEN-2")
  void theSummaryHoldsOnlyWhatTheCallerMaySee() {
    Events erins = new Events(GLOBEX, UUID.randomUUID(), "erin");
    Events daves = new Events(ACME, UUID.randomUUID(), "dave");
    channel.announce(erins.token(), GLOBEX, "globex", "erin", 1);
    channel.announce(daves.token(), ACME, "acme", "dave", 1);
    channel.send(erins.answered(now, 200, 2));
    channel.send(daves.answered(now, 200, 5));
    awaitRequests(daves.token(), from, to, 5);
    await().untilAsserted(() -> assertThat(summary("erin").getLong("requests")).isEqualTo(2));
    assertThat(summary("erin").getList("topTokens.tokenId"))
        .containsExactly(erins.token().toString());
    assertThat(summary("dave").getLong("requests")).isEqualTo(5);
    assertThat(summary("dave").getInt("topTokens[0].requests")).isEqualTo(5);
    assertThat(summary("alice").getList("topTokens.tokenId"))
        .contains(daves.token().toString())
        .doesNotContain(erins.token().toString());
  }

  @Test
  @Tag("KFK-3")
  void theNewestVersionOfATokenSaysWhoseItIs() {
    channel.announce(gateway.token(), ACME, "acme", "dave", 3);
    channel.announce(gateway.token(), ACME, "acme", "carol", 2);
    Events marker = new Events(ACME, UUID.randomUUID(), "carol");
    channel.announce(marker.token(), ACME, "acme", "carol", 1);
    await()
        .untilAsserted(
            () ->
                Figures.ofToken(DemoPeople.token("carol"), marker.token(), from, to)
                    .statusCode(200));
    Figures.ofToken(DemoPeople.token("dave"), gateway.token(), from, to).statusCode(200);
    Figures.ofToken(DemoPeople.token("carol"), gateway.token(), from, to).statusCode(404);
  }

  @Test
  @Tag("KFK-1")
  void aTokenEventThatCannotBeReadIsPutAside() {
    String key = UUID.randomUUID().toString();
    for (String value : List.of("{", "{\"schema\":7}", "{\"schema\":1,\"type\":\"created\"}")) {
      channel.sendRaw(Topics.TOKEN_EVENTS, key, value.getBytes(StandardCharsets.UTF_8));
    }
    await()
        .untilAsserted(
            () ->
                assertThat(channel.deadLetters(Topics.TOKEN_EVENTS))
                    .filteredOn(letter -> letter.key().equals(key))
                    .hasSize(3));
  }

  @Test
  @Tag("BRR-2")
  void aTokenNeedsTheScope() {
    channel.send(gateway.answered(now, 200));
    awaitRequests(1);
    Figures.ofToken(token(ACME, "usage:read", "owner"), gateway.token(), from, to).statusCode(200);
    Figures.ofToken(token(ACME, "usage:*", "member"), gateway.token(), from, to).statusCode(200);
    String refused =
        Figures.ofToken(token(ACME, "demo:read", "owner"), gateway.token(), from, to)
            .statusCode(403)
            .extract()
            .jsonPath()
            .getString("code");
    assertThat(refused).isEqualTo("insufficient_scope");
    Figures.ofToken(token(GLOBEX, "usage:read", "owner"), gateway.token(), from, to)
        .statusCode(404);
  }

  @Test
  @Tag("API-3")
  void whatCannotBeMeantIsRefused() {
    String alice = DemoPeople.token("alice");
    given().auth().oauth2(alice).get("/api/v1/tokens/x/usage").then().statusCode(404);
    String code =
        given()
            .auth()
            .oauth2(alice)
            .queryParam("from", "yesterday")
            .get("/api/v1/usage/summary")
            .then()
            .statusCode(400)
            .contentType("application/problem+json")
            .extract()
            .path("code");
    assertThat(code).isEqualTo("validation_failed");
    for (String query : List.of("form=2026-01-01T00:00:00Z", "to=a&to=b", "tokenId=" + ACME)) {
      List<String> named =
          given()
              .auth()
              .oauth2(alice)
              .get("/api/v1/usage/summary?" + query)
              .then()
              .statusCode(400)
              .extract()
              .path("errors.location");
      assertThat(named).containsExactly("query/" + query.substring(0, query.indexOf('=')));
    }
    given().get("/api/v1/usage/summary").then().statusCode(401);
  }

  private String token(UUID organization, String scope, String role) {
    return GatewayTokens.token(
        Map.of(
            "sub",
            "carol",
            "org",
            organization.toString(),
            "org_slug",
            organization.equals(ACME) ? "acme" : "globex",
            "tid",
            UUID.randomUUID().toString(),
            "tkind",
            "token",
            "scope",
            scope,
            "org_role",
            role));
  }

  private String problem(String jwt, UUID token) {
    return Figures.ofToken(jwt, token, from, to)
        .statusCode(404)
        .extract()
        .asString()
        .replaceAll("\"requestId\":\"[^\"]*\"", "");
  }

  private JsonPath summary(String person) {
    return given()
        .auth()
        .oauth2(DemoPeople.token(person))
        .queryParam("from", from.toString())
        .queryParam("to", to.toString())
        .get("/api/v1/usage/summary")
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  private long missing() {
    await()
        .until(
            () ->
                Figures.ofToken(DemoPeople.token("alice"), gateway.token(), from, to)
                        .extract()
                        .statusCode()
                    == 200);
    return Figures.ofToken(gateway.token(), from, to).getLong("completeness.missing");
  }

  private void awaitRequests(long expected) {
    awaitRequests(gateway.token(), from, to, expected);
  }

  private static void awaitRequests(UUID token, Instant from, Instant to, long expected) {
    await().untilAsserted(() -> assertThat(Figures.requests(token, from, to)).isEqualTo(expected));
  }
}
