package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.snapshot.Freshness;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http2Socket;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.Suite;
import io.doorward.gateway.support.UsageTopic;
import io.doorward.gateway.support.WebSockets;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is open when its token ends, ends with it. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("REV-9")
class OpenStreamsIT {
  private static final String EVENTS =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n"
          + "d\r\ndata: first\n\n\r\n";

  @Inject Suite suite;
  @Inject Freshness freshness;
  private EventPaths paths;
  private Suite.Known token;

  @BeforeEach
  void bothPathsAlive() {
    GatewayStubs.tokenService().barriers();
    paths = new EventPaths().alive(true, true);
    await()
        .until(
            () ->
                freshness.leaseHeld() && freshness.redisPathAlive() && freshness.kafkaPathAlive());
    token = suite.token(t -> t);
  }

  @AfterEach
  void close() {
    paths.publishRedis(paths.next());
    paths.close();
  }

  private TokenSnapshot changed(UnaryOperator<Fixtures.Builder> as) {
    TokenSnapshot s = token.snapshot();
    TokenSnapshot changed =
        as.apply(Fixtures.token(s.lookup()).id(s.tokenId()).version(s.version() + 1)).build();
    GatewayStubs.tokenService().put(changed);
    return changed;
  }

  private void end(String how) {
    switch (how) {
      case "revoked" ->
          paths.publishRedis(
              paths.next(TokenEvent.Type.REVOKED, changed(t -> t.revokedAt(Fixtures.CREATED))));
      case "suspended" ->
          paths.publishKafka(
              paths.next(TokenEvent.Type.SUSPENDED, changed(t -> t.suspendedAt(Fixtures.CREATED))));
      case "scope taken" ->
          paths.publishRedis(
              paths.next(TokenEvent.Type.UPDATED, changed(t -> t.scopes("other:read"))));
      case "address taken" ->
          paths.publishRedis(
              paths.next(TokenEvent.Type.UPDATED, changed(t -> t.allowedIps("203.0.113.0/24"))));
      case "halted" -> paths.publishRedis(paths.next(barrier(Barrier.Kind.KILL_SWITCH)));
      case "turned off" -> paths.publishRedis(paths.next(barrier(Barrier.Kind.FEATURE_FLAG)));
      default -> throw new IllegalArgumentException(how);
    }
  }

  private static Barrier barrier(Barrier.Kind kind) {
    return new Barrier(
        UUID.randomUUID(),
        kind,
        UUID.fromString("00000000-0000-4000-8000-00000000acce"),
        null,
        null,
        kind == Barrier.Kind.KILL_SWITCH ? Clock.systemUTC().instant() : null);
  }

  private static UsageEvent event(String path) {
    try (UsageTopic topic = new UsageTopic()) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !topic.of(path).isEmpty());
      return topic.of(path).get(0);
    }
  }

  private RawSocket events(String path) throws IOException {
    GatewayStubs.upstream().answer(path, EVENTS);
    RawSocket client =
        new RawSocket(suite.port())
            .send(
                "GET "
                    + path
                    + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                    + token.raw()
                    + "\r\n\r\n");
    client.upTo("data: first\n\n\r\n");
    return client;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"revoked", "suspended", "scope taken", "address taken", "halted", "turned off"})
  @Tag("REV-8")
  @Tag("REV-7")
  void aStreamOfEventsBreaksOffAndDoesNotLookComplete(String how) throws IOException {
    String path = "/things/sse-" + how.replace(' ', '-');
    int open = GatewayStubs.upstream().open();
    try (RawSocket client = events(path)) {
      end(how);
      assertThat(client.untilClosed()).doesNotContain("0\r\n\r\n");
    }
    await().until(() -> GatewayStubs.upstream().open() <= open);
    String reason =
        switch (how) {
          case "scope taken" -> "ended_insufficient_scope";
          case "address taken" -> "ended_ip_not_allowed";
          case "halted" -> "ended_token_halted";
          case "turned off" -> "ended_tokens_disabled";
          default -> "ended_invalid_token";
        };
    UsageEvent event = event(path);
    assertThat(event.refusal()).isEqualTo(reason);
    assertThat(event.status()).isEqualTo(200);
    assertThat(event.tokenId()).isEqualTo(token.snapshot().tokenId());
  }

  @Test
  @Tag("REV-6")
  void aTokenThatRunsOutTakesItsStreamsAlong() throws IOException {
    token = suite.token(t -> t.expiresAt(Clock.systemUTC().instant().plusSeconds(2)));
    try (RawSocket client = events("/things/sse-expiring")) {
      assertThat(client.untilClosed()).doesNotContain("0\r\n\r\n");
    }
    assertThat(event("/things/sse-expiring").refusal()).isEqualTo("ended_invalid_token");
  }

  @Test
  void othersStreamsGoOn() throws IOException {
    Suite.Known ended = token;
    token = suite.token(t -> t);
    try (RawSocket other = events("/things/sse-other")) {
      token = ended;
      try (RawSocket client = events("/things/sse-own")) {
        end("revoked");
        assertThat(client.isClosed()).isTrue();
      }
      other.send("GET /open/unread HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(event("/things/sse-own").refusal()).isEqualTo("ended_invalid_token");
    }
    assertThat(event("/things/sse-other").refusal()).isNull();
  }

  @Test
  void aWebSocketIsClosedWithAWordOfPolicy() throws IOException {
    GatewayStubs.upstream().converse("/sockets/ending", WebSockets::echo);
    try (RawSocket client =
        new RawSocket(suite.port())
            .send(
                WebSockets.opening(
                    "/sockets/ending", "Authorization: Bearer " + token.raw() + "\r\n"))) {
      client.upTo("\r\n\r\n");
      client.send(WebSockets.text("hello", true));
      assertThat(client.frame().text()).isEqualTo("hello");
      end("revoked");
      WebSockets.Frame frame = client.frame();
      assertThat(frame.head()).isEqualTo(WebSockets.CLOSE);
      assertThat(frame.code()).isEqualTo(1_008);
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(event("/sockets/ending").refusal()).isEqualTo("ended_invalid_token");
    assertThat(event("/sockets/ending").status()).isEqualTo(101);
  }

  @Test
  void aWebSocketInTheMiddleOfAFrameIsClosedBehindItOrBrokenOff() throws IOException {
    AtomicBoolean more = new AtomicBoolean();
    GatewayStubs.upstream()
        .converse(
            "/sockets/amid",
            (head, in, out) -> {
              out.write(WebSockets.agreement(head, ""));
              byte[] frame = WebSockets.frame(0x82, new byte[1_000], false);
              out.write(frame, 0, 500);
              out.flush();
              // The gateway's own close, masked, comes when the token has ended.
              more.set(WebSockets.read(in).code() == 1_008);
              out.write(frame, 500, frame.length - 500);
              out.write(WebSockets.text("never to be seen", false));
              out.flush();
              in.readAllBytes();
            });
    try (RawSocket client =
        new RawSocket(suite.port())
            .send(
                WebSockets.opening(
                    "/sockets/amid", "Authorization: Bearer " + token.raw() + "\r\n"))) {
      client.upTo("\r\n\r\n");
      end("revoked");
      assertThat(client.frame().payload()).hasSize(1_000);
      assertThat(client.frame().code()).isEqualTo(1_008);
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(more).isTrue();
  }

  @Test
  void aStreamOfHttp2IsResetAndTheOthersOnTheConnectionGoOn() throws IOException {
    GatewayStubs.upstream().answer("/things/h2-ending", EVENTS);
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.request(
          1,
          Http2Socket.head("GET", "/things/h2-ending")
              .add("authorization", "Bearer " + token.raw()),
          true);
      assertThat(client.first(f -> f.type() == Http2Socket.DATA)).isNotNull();
      end("revoked");
      Http2Socket.Frame frame =
          client.first(f -> f.stream() == 1 && (f.ends() || f.type() == Http2Socket.RST_STREAM));
      assertThat(frame.type()).isEqualTo(Http2Socket.RST_STREAM);
      assertThat(frame.code()).isEqualTo(Http2Socket.CANCEL);
      assertThat(client.request(3, Http2Socket.head("GET", "/open/h2-on"), true).answer(3).status())
          .isEqualTo("200");
    }
    assertThat(event("/things/h2-ending").refusal()).isEqualTo("ended_invalid_token");
  }

  @Test
  void aLongUploadIsAnsweredThatItsTokenIsOfNoUse() throws IOException {
    GatewayStubs.upstream().converse("/things/upload", (head, in, out) -> in.readAllBytes());
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(
          "POST /things/upload HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n"
              + "Authorization: Bearer "
              + token.raw()
              + "\r\n\r\nbegin");
      await().until(() -> !GatewayStubs.upstream().received("/things/upload").isEmpty());
      end("revoked");
      assertThat(client.untilClosed())
          .startsWith("HTTP/1.1 401 ")
          .contains("invalid_token")
          .containsIgnoringCase("connection: close");
    }
    assertThat(event("/things/upload").refusal()).isEqualTo("ended_invalid_token");
  }

  @Test
  void aDownloadToAnOldClientIsBrokenOffInAWayItCanTell() throws IOException {
    GatewayStubs.upstream().answer("/things/old-client", EVENTS);
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(
          "GET /things/old-client HTTP/1.0\r\nAuthorization: Bearer " + token.raw() + "\r\n\r\n");
      client.upTo("data: first\n\n");
      end("revoked");
      assertThat(client.isReset()).isTrue();
    }
  }
}
