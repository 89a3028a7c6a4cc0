package io.doorward.kit.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicInteger;
import org.jose4j.jwk.EcJwkGenerator;
import org.jose4j.jwk.EllipticCurveJsonWebKey;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.keys.EllipticCurves;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G4")
class KeySetTest {
  private final AtomicInteger asked = new AtomicInteger();
  private final MovableClock clock = new MovableClock();
  private volatile int status = 200;
  private HttpServer issuer;
  private KeySet keys;

  @BeforeEach
  void start() throws Exception {
    EllipticCurveJsonWebKey key = EcJwkGenerator.generateJwk(EllipticCurves.P256);
    key.setKeyId("known");
    byte[] json =
        new JsonWebKeySet(key)
            .toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY)
            .getBytes(StandardCharsets.UTF_8);
    issuer =
        HttpServer.create(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), /* backlog */ 0);
    issuer.createContext(
        "/jwks",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(status, json.length);
          exchange.getResponseBody().write(json);
          exchange.close();
        });
    issuer.start();
    keys = new KeySet("http://127.0.0.1:" + issuer.getAddress().getPort() + "/jwks", clock);
  }

  @AfterEach
  void stop() {
    issuer.stop(0);
  }

  @Test
  void aFloodOfInventedIdsCostsTheIssuerNothing() throws Exception {
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find("invented-" + i)).isEmpty();
    }
    assertThat(keys.find("known")).isPresent();
    assertThat(asked).hasValue(1);
  }

  @Test
  void anIssuerThatFailsIsNotAskedByEveryRequest() {
    status = 500;
    for (int i = 0; i < 100; i++) {
      assertThatThrownBy(() -> keys.find("known")).isInstanceOf(IOException.class);
    }
    assertThat(asked).hasValue(1);
  }

  @Test
  void anIssuerThatIsBackIsBelievedSoon() throws Exception {
    status = 500;
    assertThatThrownBy(() -> keys.find("known")).isInstanceOf(IOException.class);
    status = 200;
    clock.forward(Duration.ofSeconds(1));
    assertThat(keys.find("known")).isPresent();
  }

  @Test
  @Tag("RES-1")
  void oldKeysServeOnWhileTheIssuerIsGone() throws Exception {
    assertThat(keys.find("known")).isPresent();
    status = 500;
    clock.forward(Duration.ofHours(1));
    for (int i = 0; i < 100; i++) {
      assertThat(keys.find("known")).isPresent();
    }
    assertThat(asked).hasValue(2);
  }

  private static final class MovableClock extends Clock {
    private Instant now = Instant.parse("2026-01-15T12:00:00Z");

    void forward(Duration by) {
      now = now.plus(by);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(java.time.ZoneId zone) {
      return this;
    }
  }
}
