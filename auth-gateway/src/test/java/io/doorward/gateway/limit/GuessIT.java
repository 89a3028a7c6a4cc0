package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.snapshot.Limits;
import io.doorward.gateway.redis.RedisLink;
import io.doorward.gateway.support.EventPaths;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.GuessesBounded;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@WithTestResource(GuessesBounded.class)
@Tag("CMP-4")
class GuessIT {
  private static final AtomicInteger SOURCE = new AtomicInteger();

  @Inject Suite suite;
  @Inject RedisLink redis;
  private String source = "";

  /** Each test comes from an address of its own. */
  @BeforeEach
  void elsewhere() {
    await().until(redis::isUp);
    source = "198.51.100." + SOURCE.incrementAndGet();
  }

  private HttpResponse<String> get(String from, String credential) {
    return Http.send(
        Http.request(suite.port(), "/things/guess")
            .header("X-Forwarded-For", from)
            .header("Authorization", "Bearer " + credential));
  }

  private void spend(String from) {
    for (int i = 0; i < GuessesBounded.PER_MINUTE; i++) {
      String guess = i % 2 == 0 ? Fixtures.mint().reveal() : "guess" + i;
      assertThat(get(from, guess).statusCode()).isEqualTo(401);
    }
  }

  @Test
  void whoGuessesTooMuchIsAnswered429WithNoLookUp() {
    spend(source);
    int lookUps = GatewayStubs.tokenService().asked();
    for (String guess : new String[] {Fixtures.mint().reveal(), "rubbish", "a.b.c"}) {
      HttpResponse<String> refused = get(source, guess);
      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.body()).contains("\"code\":\"rate_limited\"");
      assertThat(refused.headers().firstValueAsLong("Retry-After").orElseThrow())
          .isBetween(1L, 60L);
      assertThat(refused.headers().firstValue("Cache-Control")).hasValue("no-store");
    }
    assertThat(GatewayStubs.tokenService().asked()).isEqualTo(lookUps);
  }

  @Test
  void whoeverIsKnownGoesOnFromThere() {
    Suite.Known token = suite.token(t -> t);
    assertThat(get(source, token.raw()).statusCode()).isEqualTo(200);
    spend(source);
    assertThat(get(source, token.raw()).statusCode()).isEqualTo(200);
    assertThat(get("203.0.113.7", suite.token(t -> t).raw()).statusCode()).isEqualTo(200);
  }

  @Test
  void oneNetworkOfIpv6IsOneSource() {
    for (int i = 0; i < GuessesBounded.PER_MINUTE; i++) {
      assertThat(get("2001:db8:7::" + Integer.toHexString(i + 1), "guess").statusCode())
          .isEqualTo(401);
    }
    assertThat(get("2001:db8:7::ffff", "guess").statusCode()).isEqualTo(429);
    assertThat(get("2001:db8:8::1", "guess").statusCode()).isEqualTo(401);
  }

  @Test
  @Tag("RLM-5")
  void guessesTouchNeitherAnybodysLimitNorRedis() throws IOException {
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 2, null, null)));
    assertThat(get(source, token.raw()).statusCode()).isEqualTo(200);
    String before = EventPaths.redis("DBSIZE");
    for (int i = 0; i < 300; i++) {
      get("203.0.113." + i % 100, Fixtures.mint().reveal());
      get(source, token.raw() + "x");
    }
    // a gateway's report may have come or gone
    assertThat(keys(EventPaths.redis("DBSIZE"))).isLessThanOrEqualTo(keys(before) + 1);
    assertThat(get(source, token.raw()).statusCode()).isEqualTo(200);
    assertThat(get(source, token.raw()).statusCode()).isEqualTo(429);
  }

  private static long keys(String reply) {
    return Long.parseLong(reply.substring(1));
  }
}
