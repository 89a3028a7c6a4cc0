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
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("GWY-14")
class StreamingIT {
  @Inject Suite suite;

  private RawSocket get(String path) throws IOException {
    return new RawSocket(suite.port()).send("GET " + path + " HTTP/1.1\r\nHost: a\r\n\r\n");
  }

  @Test
  void whatTheUpstreamHasSentArrivesWhileItIsStillSending() throws IOException {
    GatewayStubs.upstream()
        .answer(
            "/open/stream",
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                + "Transfer-Encoding: chunked\r\n\r\nd\r\ndata: first\n\n\r\n");
    try (RawSocket socket = get("/open/stream")) {
      assertThat(socket.upTo("data: first\n\n")).contains("text/event-stream");
      int open = GatewayStubs.upstream().open();
      socket.close();
      await().until(() -> GatewayStubs.upstream().open() < open);
    }
  }

  @Test
  void anAnswerThatTheUpstreamCutsOffDoesNotLookComplete() throws IOException {
    GatewayStubs.upstream()
        .answerAndClose("/open/cut", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    try (RawSocket socket = get("/open/cut")) {
      assertThat(socket.untilClosed()).contains("200 OK").endsWith("abc");
    }
    GatewayStubs.upstream()
        .answerAndClose(
            "/open/cut-chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    try (RawSocket socket = get("/open/cut-chunk")) {
      assertThat(socket.untilClosed()).contains("abc").doesNotEndWith("0\r\n\r\n");
    }
  }

  @Test
  void answersWithoutABodyPass() throws IOException {
    GatewayStubs.upstream().answer("/open/empty", "HTTP/1.1 204 No Content\r\nETag: x\r\n\r\n");
    GatewayStubs.upstream()
        .answer("/open/same", "HTTP/1.1 304 Not Modified\r\nETag: \"y\"\r\n\r\n");
    try (RawSocket socket = get("/open/empty")) {
      assertThat(socket.answer()).startsWith("HTTP/1.1 204").contains("ETag: x");
      socket.send("GET /open/same HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(socket.answer()).startsWith("HTTP/1.1 304").contains("ETag: \"y\"");
    }
  }

  @Test
  void aHeadRequestGetsTheLengthAndNoBody() throws IOException {
    GatewayStubs.upstream().answer("/open/head", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
    try (RawSocket socket = new RawSocket(suite.port())) {
      socket.send("HEAD /open/head HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(socket.upTo("\r\n\r\n").toLowerCase(Locale.ROOT)).contains("content-length: 5");
      socket.send("GET /open/after HTTP/1.1\r\nHost: a\r\n\r\n");
      assertThat(socket.answer()).startsWith("HTTP/1.1 200").contains("GET /open/after");
    }
  }

  private static final int PIECE = 65_536;

  private static void upstreamSends(String path, long length, AtomicLong written) {
    GatewayStubs.upstream()
        .converse(
            path,
            (head, in, out) -> {
              out.write(
                  ("HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n")
                      .getBytes(StandardCharsets.US_ASCII));
              byte[] piece = new byte[PIECE];
              for (long left = length; left > 0; left -= PIECE) {
                out.write(piece);
                written.addAndGet(PIECE);
              }
            });
  }

  @Test
  void aGigabytePassesWholeAndOnlyAsFastAsItIsTaken() throws IOException {
    long gigabyte = 1L << 30;
    AtomicLong written = new AtomicLong();
    upstreamSends("/open/gigabyte", gigabyte, written);
    try (RawSocket socket = get("/open/gigabyte")) {
      assertThat(socket.upTo("\r\n\r\n")).contains("200 OK");
      AtomicLong before = new AtomicLong(-1);
      await()
          .pollInterval(Duration.ofMillis(400))
          .until(() -> before.getAndSet(written.get()) == written.get());
      assertThat(written.get()).as("what waits for a client").isLessThan(32_000_000);
      for (long left = gigabyte; left > 0; left -= PIECE) {
        assertThat(socket.read(PIECE)).hasSize(PIECE);
      }
    }
    assertThat(written).hasValue(gigabyte);
  }

  @Test
  void overHttp2TooOnlyWhatTheClientAsksForIsTaken() throws IOException {
    AtomicLong written = new AtomicLong();
    upstreamSends("/open/h2-gigabyte", 1L << 30, written);
    try (Http2Socket client = new Http2Socket(suite.port())) {
      client.request(1, Http2Socket.head("GET", "/open/h2-gigabyte"), true);
      assertThat(client.first(f -> f.type() == Http2Socket.DATA)).isNotNull();
      AtomicLong before = new AtomicLong(-1);
      await()
          .pollInterval(Duration.ofMillis(400))
          .until(() -> before.getAndSet(written.get()) == written.get());
      assertThat(written.get()).as("what waits for a client").isLessThan(32_000_000);
    }
  }
}
