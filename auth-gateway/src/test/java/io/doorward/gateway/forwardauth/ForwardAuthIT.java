package io.doorward.gateway.forwardauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.Limits;
import io.doorward.gateway.inquiry.InquiryListener;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.ProxiesMayAsk;
import io.doorward.gateway.support.RawSocket;
import io.doorward.gateway.support.Suite;
import io.doorward.gateway.support.UsageTopic;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@WithTestResource(ProxiesMayAsk.class)
class ForwardAuthIT {
  @Inject Suite suite;
  @Inject InquiryListener listener;

  /** As Traefik and Caddy ask about a client at 203.0.113.5. */
  private HttpRequest.Builder forwarded(String method, String uri) {
    return Http.request(listener.port(), "/forward-auth")
        .header("X-Forwarded-Method", method)
        .header("X-Forwarded-Uri", uri)
        .header("X-Forwarded-Host", "api.example")
        .header("X-Forwarded-Proto", "https")
        .header("X-Forwarded-For", "203.0.113.5");
  }

  /** As nginx asks. */
  private HttpRequest.Builder original(String method, String uri) {
    return Http.request(listener.port(), "/auth-request")
        .header("X-Original-Method", method)
        .header("X-Original-URL", "https://api.example" + uri)
        .header("X-Forwarded-For", "203.0.113.5");
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, Suite.Known token) {
    return Http.send(request.header("Authorization", "Bearer " + token.raw()));
  }

  @Test
  @Tag("FWD-2")
  @Tag("FWD-4")
  @Tag("FWD-7")
  @Tag("G3")
  void anAdmittedRequestGetsEveryIdentityFieldAndNobodyMayKeepTheAnswer() {
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 100, null, null)));
    for (HttpRequest.Builder asked :
        List.of(forwarded("GET", "/things/1?a=b"), original("GET", "/things/1?a=b"))) {
      HttpResponse<String> answer = send(asked, token);
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).isEmpty();
      assertThat(answer.headers().firstValue("X-Doorward-Owner")).contains("carol");
      assertThat(answer.headers().firstValue("X-Doorward-Agent-Id")).contains("");
      assertThat(answer.headers().firstValue("X-API-Key")).contains("");
      String payload =
          answer.headers().firstValue("Authorization").orElseThrow().split("\\.", -1)[1];
      assertThat(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
          .contains("\"tid\":\"" + token.snapshot().tokenId() + "\"", "\"aud\":\"things\"");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.headers().firstValue("X-RateLimit-Limit")).contains("100");
    }
  }

  @Test
  @Tag("FWD-4")
  void whereNothingIsToBeToldTheFieldsAreThereAllTheSame() {
    HttpResponse<String> anonymous = Http.send(forwarded("GET", "/open/1"));
    HttpResponse<String> withoutForms = Http.send(forwarded("GET", "/old/1"));
    for (HttpResponse<String> answer : List.of(anonymous, withoutForms)) {
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Authorization")).contains("");
      for (String name : Headers.IDENTITY) {
        assertThat(answer.headers().allValues(name)).as(name).hasSize(1);
      }
    }
    assertThat(anonymous.headers().firstValue("X-Doorward-Credential")).contains("none");
    assertThat(withoutForms.headers().firstValue("X-Doorward-Credential")).contains("");
  }

  @Test
  @Tag("FWD-4")
  void noFieldThatTheProxyForwardsIsMissingFromTheList() {
    Suite.Known token = suite.token(t -> t);
    suite.get("/things/all-fields", token);
    List<String> passed =
        GatewayStubs.upstream()
            .received("/things/all-fields")
            .get(0)
            .head()
            .lines()
            .filter(line -> line.regionMatches(true, 0, "x-doorward-", 0, 11))
            .map(line -> line.substring(0, line.indexOf(':')))
            .toList();
    assertThat(Headers.IDENTITY).containsExactlyInAnyOrderElementsOf(passed);
  }

  @Test
  @Tag("FWD-2")
  @Tag("RLM-1")
  void aRefusalIsTheClientsAnswerAsItIs() {
    Suite.Known reader = suite.token(t -> t.scopes("things:read"));
    HttpResponse<String> scope = send(forwarded("POST", "/things/1"), reader);
    assertThat(Http.code(scope)).isEqualTo("403 insufficient_scope");
    assertThat(scope.headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("scope=\"things:write\"");
    assertThat(scope.headers().firstValue("Content-Type")).contains("application/problem+json");
    Suite.Known once = suite.token(t -> t.limits(new Limits(null, 1, null, null)));
    assertThat(send(forwarded("GET", "/things/1"), once).statusCode()).isEqualTo(200);
    HttpResponse<String> limited = send(forwarded("GET", "/things/1"), once);
    assertThat(Http.code(limited)).isEqualTo("429 rate_limited");
    assertThat(limited.headers().firstValue("Retry-After")).isPresent();
    assertThat(limited.headers().firstValue("Cache-Control")).contains("no-store");
  }

  @Test
  @Tag("FWD-1")
  @Tag("FWD-9")
  void nginxIsToldNothingBut200And401And403AndTheTrueStatusBeside() {
    Suite.Known once = suite.token(t -> t.limits(new Limits(null, 1, null, null)));
    send(original("GET", "/things/1"), once);
    HttpResponse<String> limited = send(original("GET", "/things/1"), once);
    assertThat(limited.statusCode()).isEqualTo(403);
    assertThat(limited.headers().firstValue("X-Doorward-Status")).contains("429");
    assertThat(limited.headers().firstValue("X-Doorward-Problem")).contains(limited.body());
    assertThat(limited.headers().firstValue("Retry-After")).isPresent();

    HttpResponse<String> nobody = Http.send(original("GET", "/things/1"));
    assertThat(nobody.statusCode()).isEqualTo(401);
    assertThat(nobody.headers().allValues("WWW-Authenticate")).hasSize(1);
    assertThat(nobody.headers().firstValue("X-Doorward-Challenge")).contains("");

    Suite.Known reader = suite.token(t -> t.scopes("things:read"));
    HttpResponse<String> scope = send(original("POST", "/things/1"), reader);
    assertThat(scope.statusCode()).isEqualTo(403);
    assertThat(scope.headers().firstValue("X-Doorward-Challenge"))
        .isEqualTo(scope.headers().firstValue("WWW-Authenticate"));

    assertThat(Http.send(original("GET", "/nothing")).headers().firstValue("X-Doorward-Status"))
        .contains("404");
    assertThat(Http.send(original("DELETE", "/ours/1")).headers().firstValue("X-Doorward-Status"))
        .contains("405");
  }

  @Test
  @Tag("FWD-5")
  void aRequestThatIsNotToldIsDenied() {
    Suite.Known token = suite.token(t -> t);
    for (String missing :
        List.of("X-Forwarded-Method", "X-Forwarded-Uri", "X-Forwarded-Host", "X-Forwarded-For")) {
      HttpRequest.Builder asked = Http.request(listener.port(), "/forward-auth");
      forwarded("GET", "/things/1")
          .build()
          .headers()
          .map()
          .forEach(
              (name, values) -> {
                if (!name.equalsIgnoreCase(missing)) {
                  asked.header(name, values.get(0));
                }
              });
      assertThat(Http.code(send(asked, token))).as(missing).isEqualTo("400 invalid_request");
    }
    HttpResponse<String> nothing = send(Http.request(listener.port(), "/auth-request"), token);
    assertThat(nothing.statusCode()).isEqualTo(403);
    assertThat(nothing.headers().firstValue("X-Doorward-Status")).contains("400");
    assertThat(nothing.body()).contains("X-Original-URL");
  }

  @Test
  @Tag("FWD-5")
  void whatContradictsItselfIsDenied() {
    Suite.Known token = suite.token(t -> t.scopes("things:read"));
    for (Map.Entry<String, String> lie :
        List.of(
            Map.entry("X-Original-Method", "GET"),
            Map.entry("X-Original-URL", "https://api.example/open/1"),
            Map.entry("X-Original-URI", "/open/1"),
            Map.entry("X-Forwarded-Uri", "/open/1"),
            Map.entry("X-Forwarded-Method", "GET"))) {
      assertThat(
              Http.code(
                  send(forwarded("POST", "/things/1").header(lie.getKey(), lie.getValue()), token)))
          .as(lie.getKey())
          .isEqualTo("400 invalid_request");
    }
    assertThat(
            send(original("POST", "/things/1").header("X-Forwarded-Uri", "/open/1"), token)
                .headers()
                .firstValue("X-Doorward-Status"))
        .contains("400");
    assertThat(
            send(
                    forwarded("GET", "/things/1")
                        .header("X-Original-URL", "https://api.example/things/1")
                        .header("X-Original-Method", "GET"),
                    token)
                .statusCode())
        .as("the same said twice")
        .isEqualTo(200);
  }

  @Test
  @Tag("FWD-5")
  @Tag("GWY-6")
  void whatIsToldIsReadAsIfTheClientHadSentItHere() {
    Suite.Known token = suite.token(t -> t);
    for (String target :
        List.of("/things/../open/1", "/things//1", "/things/%2e%2e/1", "/things/1;a", "no-slash")) {
      assertThat(Http.code(send(forwarded("GET", target), token)))
          .as(target)
          .isEqualTo("400 invalid_request");
    }
    HttpResponse<String> odd =
        send(
            Http.request(listener.port(), "/auth-request")
                .header("X-Original-Method", "GET")
                .header("X-Original-URL", "https://api.example?x/things/1")
                .header("X-Forwarded-For", "203.0.113.5"),
            token);
    assertThat(odd.headers().firstValue("X-Doorward-Status")).contains("400");
  }

  @Test
  @Tag("FWD-5")
  void whoeverIsNotAmongThePeersGetsNoAnswer() throws IOException {
    InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
    try (Socket socket =
        new Socket(InetAddress.getLoopbackAddress(), listener.port(), elsewhere, 0)) {
      socket.setSoTimeout(5_000);
      socket
          .getOutputStream()
          .write("GET /forward-auth HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      assertThat(readsNothing(socket)).isTrue();
    }
    try (RawSocket socket = new RawSocket(listener.port())) {
      assertThat(socket.send("GET /forward-auth HTTP/1.1\r\nHost: a\r\n\r\n").answer())
          .startsWith("HTTP/1.1 400");
    }
  }

  private static boolean readsNothing(Socket socket) throws IOException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }

  @Test
  @Tag("FWD-6")
  void anyMethodAndNoBodyWillDo() throws IOException {
    Suite.Known token = suite.token(t -> t);
    for (String method : List.of("GET", "POST", "PUT", "DELETE")) {
      for (String length : List.of("", "Content-Length: 0\r\n")) {
        try (RawSocket socket = new RawSocket(listener.port())) {
          String answer =
              socket
                  .send(
                      "GET /forward-auth HTTP/1.1\r\nHost: gateway\r\nX-Forwarded-Method: "
                          + method
                          + "\r\nX-Forwarded-Uri: /things/1\r\nX-Forwarded-Host: a\r\n"
                          + "X-Forwarded-Proto: https\r\n"
                          + "X-Forwarded-For: 203.0.113.5\r\nContent-Type: text/x-odd\r\n"
                          + length
                          + "Authorization: Bearer "
                          + token.raw()
                          + "\r\n\r\n")
                  .answer();
          assertThat(answer).startsWith("HTTP/1.1 200");
        }
      }
    }
    HttpResponse<String> odd = send(forwarded("BREW", "/things/1"), token);
    assertThat(Http.code(odd)).isEqualTo("405 method_not_allowed");
    assertThat(odd.headers().firstValue("Allow")).isPresent();
  }

  @Test
  @Tag("G6")
  void aCredentialThatCameInClearIsRefused() {
    Suite.Known token = suite.token(t -> t);
    HttpRequest.Builder clear =
        Http.request(listener.port(), "/forward-auth")
            .header("X-Forwarded-Method", "GET")
            .header("X-Forwarded-Uri", "/things/1")
            .header("X-Forwarded-Host", "api.example")
            .header("X-Forwarded-Proto", "http")
            .header("X-Forwarded-For", "203.0.113.5");
    assertThat(Http.code(send(clear, token))).isEqualTo("403 https_required");
  }

  @Test
  @Tag("GWY-4")
  void theClientIsWhoTheProxySaysNotTheProxy() {
    Suite.Known theirs = suite.token(t -> t.allowedIps("203.0.113.0/24"));
    Suite.Known ours = suite.token(t -> t.allowedIps("127.0.0.0/8"));
    assertThat(send(forwarded("GET", "/things/1"), theirs).statusCode()).isEqualTo(200);
    assertThat(Http.code(send(forwarded("GET", "/things/1"), ours)))
        .isEqualTo("403 ip_not_allowed");
    HttpRequest.Builder spoofed =
        Http.request(listener.port(), "/forward-auth")
            .header("X-Forwarded-Method", "GET")
            .header("X-Forwarded-Uri", "/things/1")
            .header("X-Forwarded-Host", "api.example")
            .header("X-Forwarded-Proto", "https")
            .header("X-Forwarded-For", "203.0.113.5, 198.51.100.1");
    assertThat(Http.code(send(spoofed, theirs))).isEqualTo("403 ip_not_allowed");
  }

  @Test
  @Tag("KFK-6")
  void whatWasAskedIsRecordedUnderItsTrueStatus() {
    Suite.Known token = suite.token(t -> t.revokedAt(Instant.EPOCH));
    Suite.Known good = suite.token(t -> t);
    send(original("GET", "/things/asked-about"), good);
    send(original("GET", "/nothing/asked-about"), token);
    try (UsageTopic topic = new UsageTopic()) {
      UsageEvent passed =
          await().until(() -> topic.of("/things/asked-about"), all -> all.size() == 1).get(0);
      assertThat(passed.status()).isEqualTo(200);
      assertThat(passed.tokenId()).isEqualTo(good.snapshot().tokenId());
      assertThat(passed.clientIp()).isEqualTo("203.0.113.5");
      UsageEvent refused =
          await().until(() -> topic.of("/nothing/asked-about"), all -> all.size() == 1).get(0);
      assertThat(refused.status()).isEqualTo(404);
      assertThat(refused.refusal()).isEqualTo("not_found");
    }
  }

  @Test
  @Tag("CMP-2")
  @Tag("G8")
  void everyUselessTokenReadsAlikeAndLikeAtTheProxy() {
    Suite.Known revoked = suite.token(t -> t.revokedAt(Fixtures.CREATED));
    HttpResponse<String> proxied = suite.get("/things/1", revoked);
    for (String raw :
        List.of(revoked.raw(), "dwp_live_nonsense", Fixtures.mint().reveal(), "a.b.c")) {
      HttpResponse<String> asked =
          Http.send(forwarded("GET", "/things/1").header("Authorization", "Bearer " + raw));
      assertThat(withoutItsId(asked)).isEqualTo(withoutItsId(proxied));
    }
  }

  private static String withoutItsId(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("X-Request-Id").orElse("");
    return (answer.statusCode() + answer.body() + answer.headers().map()).replace(id, "");
  }
}
