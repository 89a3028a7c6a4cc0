package io.doorward.gateway.proxy;

import static io.doorward.gateway.support.Http2Socket.CONTINUATION;
import static io.doorward.gateway.support.Http2Socket.DATA;
import static io.doorward.gateway.support.Http2Socket.ENHANCE_YOUR_CALM;
import static io.doorward.gateway.support.Http2Socket.GOAWAY;
import static io.doorward.gateway.support.Http2Socket.HEADERS;
import static io.doorward.gateway.support.Http2Socket.PING;
import static io.doorward.gateway.support.Http2Socket.PRIORITY;
import static io.doorward.gateway.support.Http2Socket.RST_STREAM;
import static io.doorward.gateway.support.Http2Socket.SETTINGS;
import static io.doorward.gateway.support.Http2Socket.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http2Socket;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each attack ends its own connection, and others are served meanwhile. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("DOS-5")
class Http2AbuseIT {
  @Inject Suite suite;
  @Inject Listeners listeners;
  @Inject Drain drain;
  private Http2Socket other;
  private int nextStream = 1;

  @BeforeEach
  void anotherClient() throws IOException {
    other = new Http2Socket(suite.port());
    GatewayStubs.upstream().answer("/open/h2-held", StubUpstream.SILENCE);
  }

  @AfterEach
  void isServedMeanwhile() throws IOException {
    othersAreServed();
    other.close();
  }

  private void othersAreServed() throws IOException {
    int stream = nextStream;
    nextStream += 2;
    assertThat(other.request(stream, head("GET", "/open/h2-other"), true).answer(stream).status())
        .isEqualTo("200");
  }

  /** Until the server has had enough; its answers are read at the end. */
  private static Http2Socket.Frame afterAll(Http2Socket client) throws IOException {
    return client.first(f -> f.type() == GOAWAY);
  }

  private static void flood(Http2Socket client, int times, Flood one) {
    try {
      for (int i = 0; i < times; i++) {
        one.send(i);
      }
    } catch (IOException e) {
      // it was closed before
    }
  }

  private interface Flood {
    void send(int i) throws IOException;
  }

  @Test
  void requestsTakenBackAgainAndAgainEndTheConnection() throws IOException {
    int before = GatewayStubs.upstream().received("/open/h2-held").size();
    try (Http2Socket client = new Http2Socket(suite.port())) {
      byte[] cancel = ByteBuffer.allocate(4).putInt(Http2Socket.CANCEL).array();
      flood(
          client,
          1_000,
          i ->
              client
                  .request(2 * i + 1, head("GET", "/open/h2-held"), true)
                  .send(RST_STREAM, 0, 2 * i + 1, cancel));
      Http2Socket.Frame frame = afterAll(client);
      if (frame != null) {
        assertThat(frame.code()).isEqualTo(ENHANCE_YOUR_CALM);
      }
    }
    assertThat(GatewayStubs.upstream().received("/open/h2-held").size() - before)
        .isLessThanOrEqualTo(210);
    await("nothing that was taken back is still under way").until(() -> drain.underWay() == 0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ping", "settings", "priority", "empty data", "unknown"})
  void framesThatMoveNothingEndTheConnection(String kind) throws IOException {
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.request(1, head("POST", "/open/h2-held"), false);
      Flood one =
          switch (kind) {
            case "ping" -> i -> client.send(PING, 0, 0, new byte[8]);
            case "settings" -> i -> client.send(SETTINGS, 0, 0, new byte[0]);
            case "priority" -> i -> client.send(PRIORITY, 0, 1, new byte[5]);
            case "empty data" -> i -> client.send(DATA, 0, 1, new byte[0]);
            default -> i -> client.send(0x77, 0, 0, new byte[1]);
          };
      flood(client, 3_000, one);
      Http2Socket.Frame frame = afterAll(client);
      if (frame != null) {
        assertThat(frame.code()).isEqualTo(ENHANCE_YOUR_CALM);
      }
      assertThat(client.next()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 4_000})
  void aHeadThatDoesNotEndEndsTheConnection(int size) throws IOException {
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.send(HEADERS, 0, 1, client.encode(head("GET", "/open/h2-endless")));
      byte[] block = new byte[size];
      flood(client, 2_000, i -> client.send(CONTINUATION, 0, 1, block));
      Http2Socket.Frame frame = afterAll(client);
      if (frame != null) {
        assertThat(frame.code()).as("an error, and not because of the time").isNotZero();
      }
      assertThat(client.next()).isNull();
    }
    assertThat(GatewayStubs.upstream().received("/open/h2-endless")).isEmpty();
  }

  @Test
  @Tag("DOS-2")
  void aHeadThatComesTooSlowlyEndsTheConnection() throws IOException {
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.send(HEADERS, 0, 1, client.encode(head("GET", "/open/h2-slow")));
      assertThat(client.first(f -> f.type() == HEADERS)).isNull();
    }
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.raw(new byte[] {0, 0, 9, HEADERS});
      assertThat(client.first(f -> f.type() == HEADERS)).isNull();
    }
    assertThat(GatewayStubs.upstream().received("/open/h2-slow")).isEmpty();
  }

  @Test
  void moreThanTheAgreedRequestsAtATimeAreRefusedOneByOne() throws Exception {
    try (Listeners.Listener listener = listeners.start(Map.of("http2.max-streams", "5"));
        Http2Socket client = new Http2Socket(listener.port())) {
      assertThat(client.first(f -> f.type() == SETTINGS && f.flags() == 0)).isNotNull();
      client.send(SETTINGS, Http2Socket.ACK, 0, new byte[0]);
      for (int i = 0; i < 6; i++) {
        client.request(2 * i + 1, head("GET", "/open/h2-held"), true);
      }
      Http2Socket.Frame refused = client.first(f -> f.type() == RST_STREAM || f.type() == GOAWAY);
      assertThat(refused).isNotNull();
      assertThat(refused.type()).isEqualTo(RST_STREAM);
      assertThat(refused.stream()).isEqualTo(11);
    }
  }

  @Test
  @Tag("DOS-2")
  void aStreamWhoseAnswerIsNotTakenIsReset() throws Exception {
    GatewayStubs.upstream()
        .answer(
            "/open/h2-untaken",
            "HTTP/1.1 200 OK\r\nContent-Length: 400000\r\n\r\n" + "x".repeat(400_000));
    try (Listeners.Listener listener = listeners.start(Map.of("stalled-after", "1s"));
        Http2Socket client = new Http2Socket(listener.port(), 100)) {
      client.request(1, head("GET", "/open/h2-untaken"), true);
      assertThat(client.first(f -> f.type() == RST_STREAM).stream()).isEqualTo(1);
    }
  }
}
