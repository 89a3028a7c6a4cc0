package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.support.BehindIngress;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@WithTestResource(BehindIngress.class)
@Tag("G6")
@Tag("BRR-7")
class BehindIngressIT {
  @Inject Suite suite;

  private HttpRequest.Builder from(String path, String client) {
    return Http.request(suite.port(), path).header("X-Forwarded-For", client);
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, token",
    "X-API-Key, token",
    "Authorization, nonsense",
    "Authorization, a.b.c"
  })
  void aCredentialThatCameInClearIsRefusedAndNotRedirected(String field, String kind) {
    String credential = kind.equals("token") ? suite.token(t -> t).raw() : kind;
    String value = field.equals("Authorization") ? "Bearer " + credential : credential;
    HttpResponse<String> answer =
        Http.send(from("/things/in-clear", "203.0.113.5").header(field, value));
    assertThat(Http.code(answer)).isEqualTo("403 https_required");
    assertThat(answer.headers().firstValue("Location")).isEmpty();
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(Http.json(answer).path("detail").asText()).contains("known to others");
    assertThat(GatewayStubs.upstream().received("/things/in-clear")).isEmpty();
  }

  @Test
  void theIngressWordThatItWasHttpsIsBelieved() {
    Suite.Known token = suite.token(t -> t);
    HttpResponse<String> answer =
        Http.send(
            from("/things/over-tls", "203.0.113.5")
                .header("X-Forwarded-Proto", "https")
                .header("Authorization", "Bearer " + token.raw()));
    assertThat(answer.statusCode()).isEqualTo(200);
    StubUpstream.Received seen = GatewayStubs.upstream().received("/things/over-tls").get(0);
    assertThat(seen.header("X-Forwarded-Proto")).containsExactly("https");
    assertThat(seen.header("X-Forwarded-For")).containsExactly("203.0.113.5");
  }

  @Test
  void withoutACredentialPlainHttpIsServed() {
    assertThat(Http.send(from("/open/in-clear", "203.0.113.5")).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @Tag("GWY-4")
  @CsvSource({
    "for=203.0.113.5;proto=https, 200",
    "for=198.51.100.5;proto=https, 403 ip_not_allowed",
    "'for=203.0.113.5;proto=https, for=198.51.100.5;proto=https', 403 ip_not_allowed",
    "for=203.0.113.5;proto=http, 403 https_required",
    "for=203.0.113.5, 403 https_required"
  })
  void forwardedTellsTheClientAndTheProtocol(String forwarded, String expected) {
    Suite.Known token = suite.token(t -> t.allowedIps("203.0.113.0/24"));
    HttpResponse<String> answer =
        Http.send(
            Http.request(suite.port(), "/things/forwarded")
                .header("Forwarded", forwarded)
                .header("Authorization", "Bearer " + token.raw()));
    assertThat(answer.statusCode() == 200 ? "200" : Http.code(answer)).isEqualTo(expected);
    assertThat(GatewayStubs.upstream().received("/things/forwarded"))
        .allSatisfy(seen -> assertThat(seen.header("Forwarded")).isEmpty());
  }

  @Test
  @Tag("GWY-4")
  void besideTheOlderFieldForwardedCountsForNothing() {
    Suite.Known token = suite.token(t -> t.allowedIps("203.0.113.0/24"));
    HttpResponse<String> answer =
        Http.send(
            from("/things/both", "198.51.100.5")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "for=203.0.113.5;proto=https")
                .header("Authorization", "Bearer " + token.raw()));
    assertThat(Http.code(answer)).isEqualTo("403 ip_not_allowed");
  }

  @Test
  @Tag("BRR-8")
  void aTokenInACookieIsNoCredential() {
    Suite.Known token = suite.token(t -> t);
    HttpResponse<String> answer =
        Http.send(
            from("/things/cookie", "203.0.113.5")
                .header("X-Forwarded-Proto", "https")
                .header("Cookie", "token=" + token.raw() + "; Authorization=" + token.raw()));
    assertThat(Http.code(answer)).isEqualTo("401 credentials_required");
    assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
  }
}
