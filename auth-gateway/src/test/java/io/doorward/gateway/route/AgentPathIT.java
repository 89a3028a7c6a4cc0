package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.contract.snapshot.AgentSnapshot.Visibility;
import io.doorward.contract.snapshot.Limits;
import io.doorward.gateway.snapshot.Freshness;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Suite;
import io.doorward.gateway.support.UsageTopic;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(
    value = GatewayStubs.class,
    initArgs = @ResourceArg(name = "routes", value = "/features.yaml"))
@Tag("S7")
class AgentPathIT {
  private static final UUID ELSEWHERE = UUID.randomUUID();

  @Inject Suite suite;
  @Inject Freshness freshness;

  private static AgentSnapshot agent(UUID organization, Visibility visibility) {
    return GatewayStubs.tokenService()
        .put(
            new AgentSnapshot(
                AgentSnapshot.SCHEMA,
                UUID.randomUUID(),
                organization,
                organization.equals(ELSEWHERE) ? "globex" : "acme",
                visibility,
                "bob"));
  }

  private static String path(AgentSnapshot agent, String what) {
    return "/bots/" + agent.agentId() + "/" + what;
  }

  private String run(AgentSnapshot agent, String credential) {
    HttpResponse<String> answer =
        Http.send(
            Http.request(suite.port(), path(agent, "run"))
                .header("Authorization", "Bearer " + credential)
                .POST(BodyPublishers.noBody()));
    return answer.statusCode() == 200 ? "200" : Http.code(answer);
  }

  private String read(AgentSnapshot agent, String credential) {
    HttpResponse<String> answer = Http.get(suite.port(), path(agent, "log"), credential);
    return answer.statusCode() == 200 ? "200" : Http.code(answer);
  }

  private static final String HIDDEN = "404 not_found";

  @Test
  @Tag("TEN-1")
  void whoSeesAnAgentReadsItAndOnlyItsOwnOrganizationRunsIt() {
    String carol = suite.token(t -> t).raw();
    String bob = suite.token(t -> t.owner("bob")).raw();
    String person = DemoPeople.token("carol");
    String admin = DemoPeople.token("alice");

    AgentSnapshot hidden = agent(Fixtures.ORGANIZATION, Visibility.PRIVATE);
    assertThat(List.of(read(hidden, carol), run(hidden, carol))).containsOnly(HIDDEN);
    assertThat(List.of(read(hidden, person), run(hidden, person))).containsOnly(HIDDEN);
    assertThat(List.of(read(hidden, bob), run(hidden, bob))).containsOnly("200");
    assertThat(List.of(read(hidden, admin), run(hidden, admin))).containsOnly("200");

    AgentSnapshot shared = agent(Fixtures.ORGANIZATION, Visibility.ORGANIZATION);
    for (String credential : List.of(carol, bob, person)) {
      assertThat(List.of(read(shared, credential), run(shared, credential))).containsOnly("200");
    }

    AgentSnapshot theirs = agent(ELSEWHERE, Visibility.ORGANIZATION);
    AgentSnapshot open = agent(ELSEWHERE, Visibility.PUBLIC);
    for (String credential : List.of(carol, bob, person, admin)) {
      assertThat(List.of(read(theirs, credential), run(theirs, credential))).containsOnly(HIDDEN);
      assertThat(List.of(read(open, credential), run(open, credential)))
          .containsExactly("200", HIDDEN);
    }
  }

  @Test
  @Tag("CMP-3")
  void whatIsHiddenAndWhatIsNotThereAreAnsweredAlike() {
    Suite.Known token = suite.token(t -> t);
    AgentSnapshot hidden = agent(ELSEWHERE, Visibility.PRIVATE);
    HttpResponse<String> one = suite.get(path(hidden, "log"), token);
    HttpResponse<String> other = suite.get("/bots/" + UUID.randomUUID() + "/log", token);
    HttpResponse<String> odd = suite.get("/bots/no-agent/log", token);
    HttpResponse<String> nothing = suite.get("/nothing/here", token);
    assertThat(List.of(one, other, odd, nothing).stream().map(AgentPathIT::withoutItsId).distinct())
        .hasSize(1);
  }

  private static String withoutItsId(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("X-Request-Id").orElse("");
    return (answer.statusCode() + answer.body() + answer.headers().map()).replace(id, "");
  }

  @Test
  void whoTriesIdsPaysForEach() {
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 2, null, null)));
    for (int i = 0; i < 2; i++) {
      assertThat(Http.code(suite.get("/bots/" + UUID.randomUUID() + "/log", token)))
          .isEqualTo(HIDDEN);
    }
    assertThat(Http.code(suite.get("/bots/" + UUID.randomUUID() + "/log", token)))
        .isEqualTo("429 rate_limited");
  }

  @Test
  @Tag("SCP-1")
  void aTokenConfinedToAnAgentReachesItAlone() {
    AgentSnapshot mine = agent(Fixtures.ORGANIZATION, Visibility.ORGANIZATION);
    AgentSnapshot other = agent(Fixtures.ORGANIZATION, Visibility.ORGANIZATION);
    String confined = suite.token(t -> t.agent(mine.agentId())).raw();
    assertThat(List.of(read(mine, confined), run(mine, confined))).containsOnly("200");
    assertThat(List.of(read(other, confined), run(other, confined))).containsOnly(HIDDEN);
    assertThat(Http.get(suite.port(), path(mine, "notes"), confined).statusCode()).isEqualTo(200);
    String upper = "/bots/" + mine.agentId().toString().toUpperCase(Locale.ROOT);
    assertThat(Http.get(suite.port(), upper + "/notes", confined).statusCode()).isEqualTo(200);
    assertThat(Http.code(Http.get(suite.port(), path(other, "notes"), confined))).isEqualTo(HIDDEN);
    assertThat(Http.code(Http.get(suite.port(), "/bots/x/notes", confined))).isEqualTo(HIDDEN);
    String free = suite.token(t -> t).raw();
    assertThat(Http.get(suite.port(), path(other, "notes"), free).statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("RES-1")
  void whatCannotBeAskedIsNoYes() {
    AgentSnapshot known = agent(Fixtures.ORGANIZATION, Visibility.ORGANIZATION);
    AgentSnapshot asked = agent(Fixtures.ORGANIZATION, Visibility.ORGANIZATION);
    Suite.Known token = suite.token(t -> t);
    try (EventPaths paths = new EventPaths().alive(true, true)) {
      await().until(freshness::leaseHeld);
      await().until(() -> read(known, token.raw()).equals("200"));
      GatewayStubs.tokenService().gone(true);
      assertThat(read(asked, token.raw())).isEqualTo("503 dependency_unavailable");
      assertThat(read(known, token.raw())).isEqualTo("200");
    } finally {
      GatewayStubs.tokenService().gone(false);
    }
    await().until(() -> read(asked, token.raw()).equals("200"));
  }

  @Test
  @Tag("U1")
  void usageEventsNameTheAgentOfThePath() {
    AgentSnapshot mine = agent(Fixtures.ORGANIZATION, Visibility.ORGANIZATION);
    AgentSnapshot other = agent(Fixtures.ORGANIZATION, Visibility.ORGANIZATION);
    Suite.Known free = suite.token(t -> t);
    Suite.Known confined = suite.token(t -> t.agent(mine.agentId()));
    suite.get(path(other, "notes"), free);
    suite.get(path(other, "notes"), confined);
    suite.get("/named/agentless", confined);
    Http.get(suite.port(), path(other, "notes"), DemoPeople.token("carol"));
    try (UsageTopic topic = new UsageTopic()) {
      String noted = path(other, "notes");
      await().until(() -> topic.of(noted).size() == 3 && topic.of("/named/agentless").size() == 1);
      assertThat(topic.of(noted))
          .filteredOn(event -> event.refusal() == null)
          .hasSize(2)
          .allMatch(event -> other.agentId().equals(event.agentId()));
      assertThat(topic.of(noted))
          .filteredOn(event -> event.refusal() != null)
          .singleElement()
          .satisfies(event -> assertRefused(event, mine));
      assertThat(topic.of("/named/agentless").get(0).agentId()).isEqualTo(mine.agentId());
    }
  }

  private static void assertRefused(UsageEvent event, AgentSnapshot own) {
    assertThat(event.refusal()).isEqualTo("agent_not_visible");
    assertThat(event.status()).isEqualTo(404);
    assertThat(event.agentId()).isEqualTo(own.agentId());
  }
}
