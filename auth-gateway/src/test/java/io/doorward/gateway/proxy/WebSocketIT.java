package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.Limits;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.gateway.support.UsageTopic;
import io.doorward.gateway.support.WebSockets;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("GWY-9")
class WebSocketIT {
  @Inject Suite suite;
  private final CountDownLatch testEnded = new CountDownLatch(1);

  @AfterEach
  void end() {
    testEnded.countDown();
  }

  private RawSocket open(String path, Suite.Known token, String more) throws IOException {
    return new RawSocket(suite.port())
        .send(WebSockets.opening(path, "Authorization: Bearer " + token.raw() + "\r\n" + more));
  }

  private static StubUpstream.Received seen(String path) {
    return GatewayStubs.upstream().received(path).get(0);
  }

  @Test
  @Tag("GWY-7")
  void framesAndCloseCodesPassBothWaysAndTheHandshakeKeepsItsFields() throws IOException {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.upstream()
        .converse(
            "/sockets/echo",
            (head, in, out) -> {
              out.write(
                  WebSockets.agreement(
                      head,
                      "Sec-WebSocket-Protocol: chat\r\nX-Doorward-Owner: bogus\r\nServer: s/1\r\n"));
              out.write(WebSockets.text("first", false));
              out.flush();
              WebSockets.Frame frame = WebSockets.read(in);
              out.write(WebSockets.text("said " + frame.text(), false));
              out.write(WebSockets.close(4_711, false));
              out.flush();
              assertThat(WebSockets.read(in).code()).isEqualTo(4_711);
            });
    try (RawSocket client =
        open(
            "/sockets/echo",
            token,
            "Origin: https://example.org\r\nSec-WebSocket-Protocol: chat\r\n"
                + "Sec-WebSocket-Extensions: permessage-deflate\r\nX-Doorward-Owner: mallory\r\n")) {
      String head = client.upTo("\r\n\r\n");
      assertThat(head)
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("\r\nupgrade: websocket\r\n")
          .containsIgnoringCase("\r\nconnection: upgrade\r\n")
          .containsIgnoringCase("\r\nsec-websocket-accept: " + WebSockets.ACCEPT)
          .containsIgnoringCase("\r\nsec-websocket-protocol: chat")
          .containsIgnoringCase("\r\nx-request-id: ")
          .doesNotContain("bogus")
          .doesNotContain("s/1");
      assertThat(client.frame().text()).isEqualTo("first");
      client.send(WebSockets.text("hello", true));
      assertThat(client.frame().text()).isEqualTo("said hello");
      assertThat(client.frame().code()).isEqualTo(4_711);
      client.send(WebSockets.close(4_711, true));
      assertThat(client.isClosed()).isTrue();
    }
    StubUpstream.Received seen = seen("/sockets/echo");
    assertThat(seen.header("Origin")).containsExactly("https://example.org");
    assertThat(seen.header("Upgrade")).containsExactly("websocket");
    assertThat(seen.header("Connection")).containsExactly("Upgrade");
    assertThat(seen.header("Sec-WebSocket-Key")).containsExactly(WebSockets.KEY);
    assertThat(seen.header("Sec-WebSocket-Extensions")).containsExactly("permessage-deflate");
    assertThat(seen.head()).doesNotContain(token.raw()).doesNotContain("mallory");
  }

  @Test
  @Tag("RLM-5")
  void theCredentialIsCheckedOnceAndTheEventTellsTheBytes() throws Exception {
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 1, null, null)));
    GatewayStubs.upstream().converse("/sockets/counted", WebSockets::echo);
    int bytes = 0;
    try (RawSocket client = open("/sockets/counted", token, "")) {
      client.upTo("\r\n\r\n");
      for (int i = 0; i < 20; i++) {
        byte[] frame = WebSockets.text("message " + i, true);
        bytes += frame.length;
        client.send(frame);
        assertThat(client.frame().text()).isEqualTo("message " + i);
      }
      byte[] close = WebSockets.close(1_000, true);
      bytes += close.length;
      client.send(close);
      assertThat(client.frame().code()).isEqualTo(1_000);
      assertThat(client.isClosed()).isTrue();
    }
    try (UsageTopic topic = new UsageTopic()) {
      await().atMost(Duration.ofSeconds(30)).until(() -> !topic.of("/sockets/counted").isEmpty());
      UsageEvent event = topic.of("/sockets/counted").get(0);
      assertThat(event.status()).isEqualTo(101);
      assertThat(event.refusal()).isNull();
      assertThat(event.tokenId()).isEqualTo(token.snapshot().tokenId());
      assertThat(event.bytesIn()).isEqualTo(bytes);
      assertThat(event.bytesOut()).isEqualTo(bytes - 21 * 4);
    }
    try (RawSocket again = open("/sockets/counted", token, "")) {
      assertThat(again.answer()).contains("429").contains("rate_limited");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"to the upstream", "to the client"})
  @Tag("GWY-14")
  void whoDoesNotReadHoldsTheOtherUpAndNothingPilesUp(String direction) throws Exception {
    Suite.Known token = suite.token(t -> t);
    byte[] frame = WebSockets.frame(0x82, new byte[60_000], direction.equals("to the upstream"));
    AtomicLong written = new AtomicLong();
    String path = "/sockets/" + direction.replace(' ', '-');
    GatewayStubs.upstream()
        .converse(
            path,
            (head, in, out) -> {
              out.write(WebSockets.agreement(head, ""));
              out.flush();
              if (direction.equals("to the client")) {
                while (true) {
                  out.write(frame);
                  written.addAndGet(frame.length);
                }
              }
              in.readNBytes(1);
              testEnded.await();
            });
    try (RawSocket client = open(path, token, "")) {
      client.upTo("\r\n\r\n");
      if (direction.equals("to the upstream")) {
        Thread sender = new Thread(() -> sendOn(client, frame, written), "sender");
        sender.setDaemon(true);
        sender.start();
      }
      AtomicLong before = new AtomicLong(-1);
      await()
          .atMost(Duration.ofSeconds(30))
          .pollInterval(Duration.ofMillis(400))
          .until(() -> before.getAndSet(written.get()) == written.get() && written.get() > 0);
      assertThat(written.get()).isLessThan(32_000_000);
    }
  }

  private static void sendOn(RawSocket client, byte[] frame, AtomicLong written) {
    try {
      while (true) {
        client.send(frame);
        written.addAndGet(frame.length);
      }
    } catch (IOException e) {
      // the test has ended
    }
  }

  @Test
  void muchMorePassesThanWaitsAtATime() throws Exception {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.upstream().converse("/sockets/much", WebSockets::echo);
    byte[] payload = new byte[50_000];
    try (RawSocket client = open("/sockets/much", token, "")) {
      client.upTo("\r\n\r\n");
      for (int i = 0; i < 100; i++) {
        client.send(WebSockets.frame(0x82, payload, true));
        assertThat(client.frame().payload()).hasSize(payload.length);
      }
    }
  }

  @Test
  void oneThatIsSilentForTooLongIsClosedAsGoingAway() throws IOException {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.upstream().converse("/sockets/idle", WebSockets::echo);
    try (RawSocket client = open("/sockets/idle", token, "")) {
      client.upTo("\r\n\r\n");
      assertThat(client.frame().code()).isEqualTo(1_001);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void whoeverGoesAwayTakesTheOtherSideAlong() throws IOException {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.upstream().converse("/sockets/gone", WebSockets::echo);
    int open = GatewayStubs.upstream().open();
    try (RawSocket client = open("/sockets/gone", token, "")) {
      client.upTo("\r\n\r\n");
    }
    await().until(() -> GatewayStubs.upstream().open() <= open);
    GatewayStubs.upstream()
        .converse("/sockets/left", (head, in, out) -> out.write(WebSockets.agreement(head, "")));
    try (RawSocket client = open("/sockets/left", token, "")) {
      client.upTo("\r\n\r\n");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Sec-WebSocket-Version: 13, Sec-WebSocket-Version: 12",
    "Sec-WebSocket-Version: 13, X: y",
    "Connection:, X-Other:",
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==, Sec-WebSocket-Key: short",
    "Sec-WebSocket-Key:, X-Key:",
    "GET /, POST /",
    "Upgrade: websocket, Upgrade: websocket~Upgrade: h2c",
    "Upgrade: websocket, Upgrade: websocket~Content-Length: 3"
  })
  void aHandshakeThatIsNoneIsRefused(String part, String instead) throws IOException {
    int before = GatewayStubs.upstream().received("/open-sockets/bad").size();
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(
          WebSockets.opening("/open-sockets/bad", "").replace(part, instead.replace("~", "\r\n")));
      assertThat(client.answer())
          .startsWith("HTTP/1.1 400 ")
          .containsIgnoringCase("sec-websocket-version: 13");
    }
    assertThat(GatewayStubs.upstream().received("/open-sockets/bad")).hasSize(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: bm90IHRoZSBhbnN3ZXIgdG8gaXQ=\r\n\r\n",
        "HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        "HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: other\r\n"
            + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
      })
  void anAgreementThatIsNoneOpensNothing(String agreement) throws IOException {
    GatewayStubs.upstream().answer("/open-sockets/liar", agreement);
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(WebSockets.opening("/open-sockets/liar", ""));
      assertThat(client.answer()).startsWith("HTTP/1.1 502 ").contains("upstream_unreachable");
    }
  }

  @Test
  void anUpstreamThatDeclinesIsHeardAndTheConnectionGoesOn() throws IOException {
    GatewayStubs.upstream()
        .answer("/open-sockets/no", "HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno");
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(WebSockets.opening("/open-sockets/no", ""));
      assertThat(client.answer()).startsWith("HTTP/1.1 404").endsWith("no");
      client.send("GET /open/after HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.answer()).contains("200 OK");
    }
  }

  @Test
  void whereTheRouteDoesNotSaySoItIsAnOrdinaryRequest() throws IOException {
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(WebSockets.opening("/open/no-socket", ""));
      assertThat(client.answer()).startsWith("HTTP/1.1 200");
    }
    assertThat(seen("/open/no-socket").header("Upgrade")).isEmpty();
    assertThat(seen("/open/no-socket").header("Connection")).isEmpty();
    GatewayStubs.upstream()
        .answer("/open/forced", "HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(WebSockets.opening("/open/forced", ""));
      assertThat(client.answer()).startsWith("HTTP/1.1 502");
    }
  }

  @Test
  void withoutACredentialNoneIsOpened() throws IOException {
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(WebSockets.opening("/sockets/anonymous", ""));
      assertThat(client.answer()).startsWith("HTTP/1.1 401").contains("credentials_required");
    }
    assertThat(GatewayStubs.upstream().received("/sockets/anonymous")).isEmpty();
  }

  @Test
  @Tag("GWY-2")
  void aRequestBehindTheHandshakeReachesNoUpstreamAsOne() throws IOException {
    GatewayStubs.upstream().converse("/open-sockets/first", WebSockets::echo);
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(
          WebSockets.opening("/open-sockets/first", "")
              + "GET /open/behind-socket HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(client.upTo("\r\n\r\n")).startsWith("HTTP/1.1 101");
      client.send(WebSockets.text("hello", true));
      assertThat(new String(client.frame().payload(), StandardCharsets.UTF_8)).isEqualTo("hello");
    }
    assertThat(GatewayStubs.upstream().received("/open/behind-socket")).isEmpty();
  }
}
