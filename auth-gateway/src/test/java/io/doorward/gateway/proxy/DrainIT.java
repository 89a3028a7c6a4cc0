package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.event.UsageEvent;
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
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What clients see of a gateway that stops. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("RES-8")
class DrainIT {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final byte[] OK =
      "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone".getBytes(StandardCharsets.US_ASCII);

  @Inject Suite suite;
  @Inject Listeners listeners;
  private Listeners.Listener listener;
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();

  @BeforeEach
  void start() throws Exception {
    listener = listeners.start(Map.of());
    GatewayStubs.upstream()
        .converse(
            "/open/held",
            (head, in, out) -> {
              goOn.await();
              out.write(OK);
            });
  }

  @AfterEach
  void stop() throws Exception {
    goOn.countDown();
    listener.close();
    threads.shutdownNow();
  }

  private CompletableFuture<Void> draining(Duration first, Duration longest) {
    return CompletableFuture.runAsync(
        () -> {
          try {
            listener.drain(first, longest);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        },
        threads);
  }

  private static RawSocket get(int port, String path) throws IOException {
    return new RawSocket(port).send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  private boolean isRefused() {
    try (RawSocket client = new RawSocket(listener.port())) {
      return false;
    } catch (ConnectException e) {
      return true;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void whatIsUnderWayIsAnsweredAndNothingNewIsTaken() throws Exception {
    int held = GatewayStubs.upstream().received("/open/held").size();
    try (RawSocket client = get(listener.port(), "/open/held");
        Http2Socket http2 = new Http2Socket(listener.port())) {
      http2.request(1, Http2Socket.head("GET", "/open/held"), true);
      await().until(() -> GatewayStubs.upstream().received("/open/held").size() == held + 2);
      CompletableFuture<Void> drained = draining(Duration.ZERO, LONG);
      await().until(this::isRefused);
      assertThat(drained).isNotDone();
      goOn.countDown();
      assertThat(client.answer()).contains("200 OK").endsWith("done");
      assertThat(client.isClosed()).isTrue();
      Http2Socket.Frame goodbye = http2.first(f -> f.type() == Http2Socket.GOAWAY);
      assertThat(goodbye.code()).isZero();
      assertThat(goodbye.lastStream()).isEqualTo(Integer.MAX_VALUE);
      assertThat(http2.answer(1).body()).isEqualTo("done");
      assertThat(http2.first(f -> f.type() == Http2Socket.GOAWAY).lastStream()).isEqualTo(1);
      assertThat(http2.next()).isNull();
      drained.join();
    }
  }

  @Test
  void beforeItStopsItGoesOnAndSendsItsClientsElsewhere() throws Exception {
    try (RawSocket kept = get(listener.port(), "/open/before")) {
      assertThat(kept.answer()).contains("200 OK").doesNotContainIgnoringCase("connection: close");
      CompletableFuture<Void> drained = draining(Duration.ofSeconds(3), LONG);
      await().until(listener.drain()::isDraining);
      kept.send("GET /open/meanwhile HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(kept.answer()).contains("200 OK").containsIgnoringCase("connection: close");
      assertThat(kept.isClosed()).isTrue();
      try (RawSocket late = get(listener.port(), "/open/late");
          Http2Socket http2 = new Http2Socket(listener.port())) {
        assertThat(late.answer()).contains("200 OK").containsIgnoringCase("connection: close");
        http2.request(1, Http2Socket.head("GET", "/open/late"), true);
        assertThat(http2.first(f -> f.type() == Http2Socket.GOAWAY)).isNotNull();
        assertThat(http2.answer(1).status()).isEqualTo("200");
      }
      drained.join();
      assertThat(isRefused()).isTrue();
    }
  }

  @Test
  @Timeout(60)
  void clientsThatNeverPauseLoseNoRequest() throws Exception {
    AtomicInteger answered = new AtomicInteger();
    AtomicBoolean lost = new AtomicBoolean();
    CountDownLatch warm = new CountDownLatch(4);
    CompletableFuture<?>[] clients = new CompletableFuture<?>[4];
    for (int i = 0; i < clients.length; i++) {
      clients[i] = CompletableFuture.runAsync(() -> askOn(answered, lost, warm), threads);
    }
    warm.await();
    draining(Duration.ZERO, LONG).join();
    CompletableFuture.allOf(clients).join();
    assertThat(lost).isFalse();
    assertThat(answered.get()).isGreaterThanOrEqualTo(400);
  }

  /** One request after the other until an answer says that it is the last. */
  private void askOn(AtomicInteger answered, AtomicBoolean lost, CountDownLatch warm) {
    try (RawSocket client = new RawSocket(listener.port())) {
      for (int i = 0; ; i++) {
        String answer = client.send("GET /open/on HTTP/1.1\r\nHost: a\r\n\r\n").answer();
        if (!answer.startsWith("HTTP/1.1 200")) {
          lost.set(true);
          return;
        }
        answered.incrementAndGet();
        if (i == 100) {
          warm.countDown();
        }
        if (answer.toLowerCase(java.util.Locale.ROOT).contains("connection: close")) {
          return;
        }
      }
    } catch (IOException e) {
      lost.set(true);
    }
  }

  @Test
  void streamsThatAreStillOpenAtTheEndAreEndedAndTheirEventsSayWhy() throws Exception {
    GatewayStubs.upstream()
        .answer(
            "/open/endless-events",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n");
    GatewayStubs.upstream().converse("/open-sockets/endless", WebSockets::echo);
    try (RawSocket events = get(listener.port(), "/open/endless-events");
        RawSocket socket =
            new RawSocket(listener.port()).send(WebSockets.opening("/open-sockets/endless", ""))) {
      events.upTo("1\r\na\r\n");
      socket.upTo("\r\n\r\n");
      draining(Duration.ZERO, Duration.ofMillis(700)).join();
      assertThat(events.untilClosed()).doesNotContain("0\r\n\r\n");
      assertThat(socket.frame().code()).isEqualTo(1_001);
      assertThat(socket.isClosed()).isTrue();
    }
    try (UsageTopic topic = new UsageTopic()) {
      for (String path : new String[] {"/open/endless-events", "/open-sockets/endless"}) {
        await().atMost(LONG).until(() -> !topic.of(path).isEmpty());
        UsageEvent event = topic.of(path).get(0);
        assertThat(event.refusal()).isEqualTo("shutting_down");
      }
    }
  }
}
