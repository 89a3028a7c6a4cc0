package io.doorward.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.Limits;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.Suite;
import io.doorward.gateway.support.UsageTopic;
import io.doorward.test.stack.RunningStack;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("U1")
class UsageEventsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Inject Suite suite;
  private UsageTopic topic;

  @BeforeEach
  void listen() {
    topic = new UsageTopic();
  }

  @AfterEach
  void close() {
    topic.close();
  }

  private UsageEvent only(String path) {
    await().atMost(PATIENCE).until(() -> !topic.of(path).isEmpty());
    List<UsageEvent> found = topic.of(path);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  @Test
  void aForwardedRequestIsRecordedWithEverythingThatIsKnown() {
    Suite.Known token = suite.token(t -> t);
    var answer =
        Http.send(
            Http.request(suite.port(), "/things/usage/one?secret=1")
                .header("Authorization", "Bearer " + token.raw())
                .header("User-Agent", "probe/1 " + token.raw())
                .POST(BodyPublishers.ofString("12345")));
    UsageEvent event = only("/things/usage/one");
    assertThat(event.credential()).isEqualTo(CredentialKind.TOKEN);
    assertThat(event.tokenId()).isEqualTo(token.snapshot().tokenId());
    assertThat(event.organizationId()).isEqualTo(token.snapshot().organizationId());
    assertThat(event.owner()).isEqualTo(token.snapshot().owner());
    assertThat(event.route()).isEqualTo("things");
    assertThat(event.pathTemplate()).isEqualTo("/things/**");
    assertThat(event.method()).isEqualTo("POST");
    assertThat(event.status()).isEqualTo(200);
    assertThat(event.refusal()).isNull();
    assertThat(event.bytesIn()).isEqualTo(5);
    assertThat(event.bytesOut()).isEqualTo(answer.body().length());
    assertThat(event.durationMicros()).isPositive();
    assertThat(event.upstreamMicros()).isNotNull().isLessThanOrEqualTo(event.durationMicros());
    assertThat(event.clientIp()).isEqualTo("127.0.0.1");
    assertThat(event.userAgent()).isEqualTo("probe/1 ***");
    assertThat(answer.headers().firstValue("X-Request-Id")).contains(event.requestId());
    assertThat(topic.raw()).doesNotContain(token.raw()).doesNotContain("secret=1");
  }

  @Test
  @Tag("S5")
  void thatATokenIsHaltedIsRecordedThoughItsHolderIsNotTold() {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.tokenService()
        .barriers(
            new Barrier(
                UUID.randomUUID(),
                Barrier.Kind.KILL_SWITCH,
                null,
                null,
                null,
                Fixtures.CREATED.plusSeconds(1)));
    try {
      await().until(() -> suite.get("/things/halting", token).statusCode() == 401);
      assertThat(Http.code(suite.get("/things/halted", token))).isEqualTo("401 invalid_token");
      assertThat(only("/things/halted").refusal()).isEqualTo("token_halted");
      assertThat(only("/things/halted").tokenId()).isEqualTo(token.snapshot().tokenId());
    } finally {
      GatewayStubs.tokenService().barriers();
      await().until(() -> suite.get("/things/halting", token).statusCode() == 200);
    }
  }

  @Test
  @Tag("X2")
  @Tag("ROT-2")
  @Tag("ROT-6")
  void theUseOfARetiredTokenIsToldToWhoeverReadsEventsAndToNobodyElse() {
    Instant rotated = Instant.parse("2026-01-02T00:00:00Z");
    Suite.Known retired = suite.token(t -> t.rotated(rotated, rotated.plusSeconds(60)));
    Suite.Known overlapping =
        suite.token(t -> t.rotated(rotated, Instant.parse("2999-01-01T00:00:00Z")));
    Suite.Known revoked = suite.token(t -> t.revokedAt(rotated));
    var answer = suite.get("/things/retired", retired);
    var other = suite.get("/things/revoked-one", revoked);
    suite.get("/things/overlapping", overlapping);

    UsageEvent event = only("/things/retired");
    assertThat(event.rotatedAt()).isEqualTo(rotated);
    assertThat(event.tokenId()).isEqualTo(retired.snapshot().tokenId());
    assertThat(event.refusal()).isEqualTo("invalid_token");
    assertThat(only("/things/overlapping").rotatedAt()).isNull();
    assertThat(only("/things/revoked-one").rotatedAt()).isNull();
    assertThat(answer.statusCode()).isEqualTo(other.statusCode()).isEqualTo(401);
    assertThat(withoutRequestId(answer)).isEqualTo(withoutRequestId(other));
  }

  private static String withoutRequestId(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("X-Request-Id").orElseThrow();
    return answer.body().replace(id, "…");
  }

  @Test
  void everyRefusalIsRecordedWithItsReason() throws IOException {
    Suite.Known reader = suite.token(t -> t.scopes("things:read"));
    Suite.Known used = suite.token(t -> t.limits(new Limits(null, 1, null, null)));
    Http.send(Http.request(suite.port(), "/things/no-credential"));
    Http.get(suite.port(), "/things/malformed", "dwp_live_nonsense");
    Http.get(suite.port(), "/things/unknown", Fixtures.mint().reveal());
    Http.send(
        Http.request(suite.port(), "/things/no-scope")
            .header("Authorization", "Bearer " + reader.raw())
            .POST(BodyPublishers.noBody()));
    suite.get("/things/spent", used);
    suite.get("/things/spent-now", used);
    Http.send(Http.request(suite.port(), "/no/route"));
    Http.send(Http.request(suite.port(), "/ours/9").DELETE());
    Http.send(Http.request(suite.port(), "/nobody/there"));

    assertThat(only("/things/no-credential").refusal()).isEqualTo("credentials_required");
    assertThat(only("/things/malformed").refusal()).isEqualTo("invalid_token");
    assertThat(only("/things/malformed").tokenId()).isNull();
    assertThat(only("/things/unknown").refusal()).isEqualTo("invalid_token");
    assertThat(only("/things/no-scope").refusal()).isEqualTo("insufficient_scope");
    assertThat(only("/things/no-scope").tokenId()).isEqualTo(reader.snapshot().tokenId());
    assertThat(only("/things/spent-now").refusal()).isEqualTo("rate_limited");
    assertThat(only("/things/spent-now").status()).isEqualTo(429);
    assertThat(only("/no/route").route()).isNull();
    assertThat(only("/no/route").refusal()).isEqualTo("not_found");
    assertThat(only("/ours/9").refusal()).isEqualTo("method_not_allowed");
    assertThat(only("/nobody/there").refusal()).isEqualTo("upstream_unreachable");
  }

  @Test
  void aMalformedRequestIsRecordedWithoutItsTarget() throws IOException {
    long before = topic.of("-").size();
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send("GET /open/../x HTTP/1.1\r\nHost: a\r\n\r\n").untilClosed();
    }
    await().atMost(PATIENCE).until(() -> topic.of("-").size() > before);
    assertThat(topic.of("-")).last().extracting(UsageEvent::status).isEqualTo(400);
  }

  @Test
  @Tag("KFK-4")
  @Tag("G7")
  void withoutTheBrokerRequestsGoOnAndNoEventIsLost() {
    Suite.Known token = suite.token(t -> t);
    for (int i = 0; i < 20; i++) {
      suite.get("/things/outage", token);
    }
    RunningStack.current().kafka().kill();
    try {
      for (int i = 0; i < 200; i++) {
        assertThat(suite.get("/things/outage", token).statusCode()).isEqualTo(200);
      }
    } finally {
      RunningStack.current().kafka().start();
    }
    for (int i = 0; i < 20; i++) {
      suite.get("/things/outage", token);
    }
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                topic.of("/things/outage").stream().map(UsageEvent::id).distinct().count() == 240);
    gapless(topic.events());
  }

  /** Every number of this process up to the last one seen is there. */
  private static void gapless(List<UsageEvent> events) {
    String instance = events.get(events.size() - 1).instance();
    List<Long> numbers =
        events.stream()
            .filter(event -> event.instance().equals(instance))
            .map(UsageEvent::sequence)
            .distinct()
            .sorted()
            .toList();
    assertThat(instance).startsWith("gateway-0-");
    assertThat(numbers)
        .containsExactlyElementsOf(LongStream.range(0, numbers.size()).boxed().toList());
  }
}
