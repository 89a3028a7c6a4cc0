package io.doorward.monitor;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.identity.GatewayTokens;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "kafka,identity"))
@Tag("X2")
class MonitorIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final UUID ACME = UUID.randomUUID();
  private static final UUID GLOBEX = UUID.randomUUID();

  private final Requests requests = new Requests(ACME, UUID.randomUUID());
  private Channel channel;

  @BeforeEach
  void open() {
    channel = new Channel();
    channel.announce(requests.token(), ACME, "acme");
  }

  @AfterEach
  void close() {
    channel.close();
  }

  @Test
  @Tag("X3")
  @Tag("KFK-5")
  void aBurstOfRefusalsBecomesASignedRequestToSuspend() {
    probe(requests, 10);
    SecurityEvent event = awaitEvents(requests.token(), 1).get(0);
    assertThat(event.detection()).isEqualTo("refusal_burst");
    assertThat(event.response()).isEqualTo(SecurityEvent.Response.SUSPEND);
    assertThat(event.organizationId()).isEqualTo(ACME);
    assertThat(event.evidence()).containsEntry("refusals", "10");
  }

  @Test
  @Tag("KFK-2")
  void theSameEventsAgainAskForNothing() {
    List<UsageEvent> sent = probe(requests, 40);
    awaitEvents(requests.token(), 1);
    sent.forEach(channel::send);
    Requests next = new Requests(ACME, requests.token());
    probe(next, 9);
    awaitTakenIn();
    assertThat(channel.securityEvents(requests.token())).hasSize(1);
  }

  @Test
  @Tag("KFK-1")
  void whatCannotBeReadIsPutAsideAndWatchingGoesOn() {
    String key = requests.token().toString();
    channel.send(Topics.USAGE_EVENTS, key, "{".getBytes(StandardCharsets.UTF_8));
    channel.send(Topics.USAGE_EVENTS, key, null);
    probe(requests, 10);
    awaitEvents(requests.token(), 1);
    assertThat(channel.all(Topics.deadLettersOf(Topics.USAGE_EVENTS)))
        .filteredOn(letter -> new String(letter.key(), StandardCharsets.UTF_8).equals(key))
        .hasSize(2)
        .allSatisfy(
            letter ->
                assertThat(letter.headers().lastHeader(Headers.DEAD_LETTER_REASON)).isNotNull());
  }

  @Test
  void theBrokerMayBeGoneForAWhile() {
    probe(requests, 9);
    RunningStack.current().kafka().kill();
    RunningStack.current().kafka().start();
    channel.send(requests.denied(now(), "/admin/last"));
    awaitEvents(requests.token(), 1);
  }

  @Test
  @Tag("TEN-2")
  void detectionsAreShownToThoseWhoLookAfterTheOrganization() {
    Requests foreign = new Requests(GLOBEX, UUID.randomUUID());
    channel.announce(foreign.token(), GLOBEX, "globex");
    probe(requests, 10);
    probe(foreign, 10);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shownTo("alice")).contains(requests.token().toString()));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> assertThat(shownTo("erin")).containsExactly(foreign.token().toString()));
    assertThat(shownTo("bob"))
        .contains(requests.token().toString())
        .doesNotContain(foreign.token().toString());
    for (String person : List.of("carol", "dave")) {
      assertThat(ask(DemoPeople.token(person), "50", 403).getString("code"))
          .isEqualTo("insufficient_scope");
    }
    assertThat(ask(token("security:read"), "1", 200).getList("items")).hasSize(1);
    ask(token("demo:read"), "1", 403);
  }

  @Test
  @Tag("API-3")
  void aLimitThatIsNoneIsRefused() {
    for (String limit : List.of("0", "-1", "201", "many")) {
      assertThat(ask(DemoPeople.token("alice"), limit, 400).getString("code"))
          .isEqualTo("validation_failed");
    }
    for (String query : List.of("limits=5", "limit=5&limit=6")) {
      List<String> named =
          given()
              .auth()
              .oauth2(DemoPeople.token("alice"))
              .get("/api/v1/security/detections?" + query)
              .then()
              .statusCode(400)
              .extract()
              .path("errors.location");
      assertThat(named).containsExactly("query/" + query.substring(0, query.indexOf('=')));
    }
  }

  @Test
  @Tag("KFK-5")
  void whatWasNotSignedByThisServiceIsNotShown() {
    SecurityEvent forged =
        new SecurityEvent(
            SecurityEvent.SCHEMA,
            UUID.randomUUID(),
            now(),
            "refusal_burst",
            UUID.randomUUID(),
            ACME,
            100,
            SecurityEvent.Response.SUSPEND,
            "forged",
            new TreeMap<>());
    channel.send(Topics.SECURITY_EVENTS, forged.tokenId().toString(), ContractJson.write(forged));
    probe(requests, 10);
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(shownTo("alice")).contains(requests.token().toString()));
    assertThat(shownTo("alice")).doesNotContain(forged.tokenId().toString());
  }

  private List<UsageEvent> probe(Requests by, int count) {
    List<UsageEvent> sent = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      UsageEvent event = by.denied(now(), "/admin/" + i % 4);
      channel.send(event);
      sent.add(event);
    }
    return sent;
  }

  private List<SecurityEvent> awaitEvents(UUID token, int count) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(channel.securityEvents(token)).hasSize(count));
    return channel.securityEvents(token);
  }

  /** Everything sent before has been judged once another token of each partition was. */
  private void awaitTakenIn() {
    List<Requests> markers = new ArrayList<>();
    for (int i = 0; i < 24; i++) {
      markers.add(new Requests(ACME, UUID.randomUUID()));
    }
    markers.forEach(marker -> probe(marker, 10));
    List<UUID> tokens = markers.stream().map(Requests::token).toList();
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(channel.tokensAskedAbout()).containsAll(tokens));
  }

  private static List<String> shownTo(String person) {
    return ask(DemoPeople.token(person), "200", 200).getList("items.tokenId");
  }

  private static JsonPath ask(String jwt, String limit, int status) {
    return given()
        .auth()
        .oauth2(jwt)
        .queryParam("limit", limit)
        .get("/api/v1/security/detections")
        .then()
        .statusCode(status)
        .extract()
        .jsonPath();
  }

  private static String token(String scope) {
    return GatewayTokens.token(
        Map.of(
            "sub", "alice",
            "org", ACME.toString(),
            "org_slug", "acme",
            "tid", UUID.randomUUID().toString(),
            "tkind", "token",
            "scope", scope,
            "org_role", "owner"));
  }

  private static Instant now() {
    return Clock.systemUTC().instant();
  }
}
