package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http2Socket;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Clients that take their time, on a listener whose patience is short. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("DOS-2")
class SlowClientIT {
  private static final String GET = "GET /open/quick HTTP/1.1\r\nHost: a\r\n\r\n";

  @Inject Suite suite;
  @Inject Listeners listeners;
  private final ScheduledExecutorService drip = Executors.newSingleThreadScheduledExecutor();
  private Listeners.Listener listener;

  @BeforeEach
  void start() throws Exception {
    listener =
        listeners.start(
            Map.of(
                "head-timeout", "1s",
                "idle-timeout", "2s",
                "min-body-rate", "1000",
                "body-window", "1s",
                "stalled-after", "1s",
                "max-connections", "40",
                "max-connections-per-client", "30"));
  }

  @AfterEach
  void stop() throws Exception {
    drip.shutdownNow();
    try (RawSocket client = new RawSocket(listener.port())) {
      assertThat(client.send(GET).answer()).as("others are served").contains("200 OK");
    }
    listener.close();
  }

  /** A byte now and then, for ever. */
  private void drip(RawSocket client, String bytes) {
    drip.scheduleAtFixedRate(
        () -> {
          try {
            client.send(bytes);
          } catch (IOException e) {
            throw new IllegalStateException(e);
          }
        },
        100,
        100,
        TimeUnit.MILLISECONDS);
  }

  @Test
  void aHeadThatDripsIsCutOff() throws IOException {
    try (RawSocket client = new RawSocket(listener.port())) {
      client.send("GET /open/drip HTTP/1.1\r\nHost: a\r\nX-A: ");
      drip(client, "a");
      assertThat(client.isClosed()).isTrue();
    }
    assertThat(GatewayStubs.upstream().received("/open/drip")).isEmpty();
  }

  @Test
  void emptyLinesDoNotKeepAConnectionOpen() throws IOException {
    try (RawSocket client = new RawSocket(listener.port())) {
      drip(client, "\r\n");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void whoeverSaysNothingAtAllIsCutOff() throws IOException {
    try (RawSocket silent = new RawSocket(listener.port());
        RawSocket preface = new RawSocket(listener.port());
        RawSocket used = new RawSocket(listener.port());
        Http2Socket http2 = new Http2Socket(listener.port())) {
      preface.send("PRI * HT");
      used.send(GET);
      assertThat(used.answer()).contains("200 OK");
      assertThat(silent.isClosed()).isTrue();
      assertThat(preface.isClosed()).isTrue();
      assertThat(used.isClosed()).isTrue();
      assertThat(http2.first(f -> f.type() == Http2Socket.GOAWAY)).isNotNull();
      assertThat(http2.next()).isNull();
    }
  }

  @Test
  void aBodyThatDripsIsAnsweredAndCutOff() throws IOException {
    try (RawSocket client = new RawSocket(listener.port())) {
      client.send("POST /open/body-drip HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
      drip(client, "a");
      assertThat(client.untilClosed())
          .startsWith("HTTP/1.1 408 ")
          .contains("request_timeout")
          .containsIgnoringCase("connection: close");
    }
    assertThat(GatewayStubs.upstream().received("/open/body-drip"))
        .allSatisfy(cut -> assertThat(cut.body().length()).isLessThan(1_000));
  }

  @Test
  void aBodyInDrippingChunksToo() throws IOException {
    try (RawSocket client = new RawSocket(listener.port())) {
      client.send(
          "POST /open/chunk-drip HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
      drip(client, "1\r\na\r\n");
      assertThat(client.untilClosed()).startsWith("HTTP/1.1 408 ").contains("request_timeout");
    }
  }

  @Test
  void aBodyThatDripsOverHttp2EndsItsStreamOnly() throws IOException {
    try (Http2Socket client = new Http2Socket(listener.port())) {
      client.request(1, Http2Socket.head("POST", "/open/h2-drip"), false);
      assertThat(client.answer(1).status()).isEqualTo("408");
      assertThat(client.request(3, Http2Socket.head("GET", "/open/quick"), true).answer(3))
          .extracting(Http2Socket.Answer::status)
          .isEqualTo("200");
    }
  }

  @Test
  void aRefusedBodyThatNeverComesIsNotWaitedForEither() throws IOException {
    try (RawSocket client = new RawSocket(listener.port())) {
      client.send("POST /nothing HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n");
      assertThat(client.answer()).startsWith("HTTP/1.1 404 ");
      drip(client, "a");
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void whoeverDoesNotTakeTheAnswerIsCutOff() throws Exception {
    GatewayStubs.upstream()
        .converse(
            "/open/endless",
            (head, in, out) -> {
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n"
                      .getBytes(StandardCharsets.US_ASCII));
              byte[] bytes = new byte[65_536];
              while (true) {
                out.write(bytes);
              }
            });
    int open = GatewayStubs.upstream().open();
    try (RawSocket client = new RawSocket(listener.port())) {
      client.send("GET /open/endless HTTP/1.1\r\nHost: a\r\n\r\n");
      client.upTo("\r\n\r\n");
      await().atMost(20, TimeUnit.SECONDS).until(() -> listener.gate().open() == 0);
      await().until(() -> GatewayStubs.upstream().open() <= open);
    }
  }

  @Test
  void anAnswerThatTakesItsTimeIsNobodysFault() throws Exception {
    GatewayStubs.upstream()
        .answer("/open/patient", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
    try (RawSocket client = new RawSocket(listener.port());
        RawSocket idle = new RawSocket(listener.port())) {
      client.send("GET /open/patient HTTP/1.1\r\nHost: a\r\n\r\n");
      client.upTo("1\r\na\r\n");
      assertThat(idle.isClosed()).isTrue();
      await("the idle one alone is gone").until(() -> listener.gate().open() <= 1);
      assertThat(listener.gate().open()).isEqualTo(1);
      assertThat(listener.drain().underWay()).isEqualTo(1);
    }
  }

  private static boolean isServed(RawSocket client) {
    try {
      return client.send(GET).answer().contains("200 OK");
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  @Tag("DOS-1")
  void connectionsAreBoundedByClient() throws Exception {
    List<RawSocket> held = new ArrayList<>();
    try {
      for (int i = 0; i < 30; i++) {
        RawSocket client = new RawSocket(listener.port());
        held.add(client);
        assertThat(client.send(GET).answer()).contains("200 OK");
      }
      try (RawSocket over = new RawSocket(listener.port())) {
        assertThat(isServed(over)).isFalse();
      }
      held.remove(0).close();
      await().until(() -> listener.gate().open() < 30);
      try (RawSocket next = new RawSocket(listener.port())) {
        assertThat(next.send(GET).answer()).contains("200 OK");
      }
    } finally {
      for (RawSocket client : held) {
        client.close();
      }
    }
    await().until(() -> listener.gate().open() == 0);
  }

  @Test
  @Tag("DOS-1")
  void connectionsAreBoundedAltogether() throws Exception {
    try (Listeners.Listener small =
            listeners.start(Map.of("max-connections", "1", "max-connections-per-client", "9"));
        RawSocket first = new RawSocket(small.port())) {
      assertThat(first.send(GET).answer()).contains("200 OK");
      try (RawSocket over = new RawSocket(small.port())) {
        assertThat(isServed(over)).isFalse();
      }
      assertThat(first.send(GET).answer()).contains("200 OK");
    }
  }
}
