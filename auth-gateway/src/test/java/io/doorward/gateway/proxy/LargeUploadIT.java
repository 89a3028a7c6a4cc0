package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.gateway.support.BehindIngress;
import io.doorward.gateway.support.GatewayStubs;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@WithTestResource(BehindIngress.class)
@Tag("GWY-14")
class LargeUploadIT {
  private static final int PIECE = 65_536;
  private static final long GIGABYTE = 1L << 30;

  @Inject Suite suite;

  @Test
  void aGigabytePassesWholeAndOnlyAsFastAsTheUpstreamTakesIt() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicLong sent = new AtomicLong();
    AtomicLong taken = new AtomicLong();
    GatewayStubs.upstream()
        .converse(
            "/open/upload",
            (head, in, out) -> {
              goOn.await();
              byte[] piece = new byte[PIECE];
              while (taken.get() < GIGABYTE) {
                taken.addAndGet(in.read(piece, 0, (int) Math.min(PIECE, GIGABYTE - taken.get())));
              }
              out.write(
                  "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
                      .getBytes(StandardCharsets.US_ASCII));
            });
    try (RawSocket client = new RawSocket(suite.port())) {
      client.send(
          "POST /open/upload HTTP/1.1\r\nHost: a\r\nContent-Length: " + GIGABYTE + "\r\n\r\n");
      Thread sender = new Thread(() -> send(client, sent), "sender");
      sender.start();
      AtomicLong before = new AtomicLong(-1);
      await()
          .atMost(Duration.ofSeconds(20))
          .pollInterval(Duration.ofMillis(400))
          .until(() -> before.getAndSet(sent.get()) == sent.get() && sent.get() > 0);
      assertThat(sent.get()).as("what waits for an upstream").isLessThan(32_000_000);
      goOn.countDown();
      sender.join();
      assertThat(client.answer()).startsWith("HTTP/1.1 200").endsWith("ok");
      assertThat(taken).hasValue(GIGABYTE);
    } finally {
      goOn.countDown();
    }
  }

  private static void send(RawSocket client, AtomicLong sent) {
    byte[] piece = new byte[PIECE];
    try {
      while (sent.get() < GIGABYTE) {
        client.send(piece);
        sent.addAndGet(PIECE);
      }
    } catch (IOException e) {
      // the assertion on what was taken tells
    }
  }
}
