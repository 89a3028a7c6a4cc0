package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.scope.Role;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.gateway.identity.IdentityTokens;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.keys.resolvers.JwksVerificationKeyResolver;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
class ForwardingIT {
  @Inject Suite suite;
  @Inject IdentityTokens tokens;

  @Test
  @Tag("G3")
  @Tag("GWY-7")
  @Tag("GWY-11")
  void theUpstreamLearnsTheCallerFromASignedTokenAndHeadersAndNeverSeesTheCredential()
      throws Exception {
    Suite.Known token = suite.token(t -> t);

    HttpResponse<String> answer = suite.get("/things/identity?a=1&b=%20", token);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    StubUpstream.Received seen = GatewayStubs.upstream().received("/things/identity").get(0);
    assertThat(seen.path()).isEqualTo("/things/identity?a=1&b=%20");
    assertThat(seen.head()).doesNotContain(token.raw());
    assertThat(seen.header("X-Doorward-Credential")).containsExactly("token");
    assertThat(seen.header("X-Doorward-Owner")).containsExactly("carol");
    assertThat(seen.header("X-Doorward-Scopes")).containsExactly("things:write");
    assertThat(seen.header("X-Doorward-Agent-Id")).containsExactly("");
    JwtClaims claims = verified(seen.header("Authorization").get(0), "things");
    assertThat(claims.getSubject()).isEqualTo("carol");
    assertThat(claims.getClaimValueAsString("tid"))
        .isEqualTo(token.snapshot().tokenId().toString());
    assertThat(claims.getClaimValueAsString("org_role")).isEqualTo("member");
    assertThat(claims.getClaimValueAsString("scope")).isEqualTo("things:write");
    assertThat(claims.getClaimValueAsString("tkind")).isEqualTo("token");
  }

  private JwtClaims verified(String authorization, String audience) throws Exception {
    String keys = Http.send(Http.request(suite.port(), "/.well-known/jwks.json")).body();
    assertThat(keys).doesNotContain("\"d\"");
    return new JwtConsumerBuilder()
        .setVerificationKeyResolver(
            new JwksVerificationKeyResolver(new JsonWebKeySet(keys).getJsonWebKeys()))
        .setExpectedIssuer("doorward-gateway")
        .setExpectedAudience(audience)
        .setRequireExpirationTime()
        .setMaxFutureValidityInMinutes(2)
        .build()
        .processToClaims(authorization.substring("Bearer ".length()));
  }

  @Test
  @Tag("GWY-1")
  @Tag("GWY-3")
  void whatOnlyTheGatewayMaySayIsRemovedInEverySpelling() {
    Suite.Known token = suite.token(t -> t);
    Http.send(
        Http.request(suite.port(), "/things/forged")
            .header("X-API-Key", token.raw())
            .header("X-Doorward-Owner", "mallory")
            .header("x-doorward-owner", "mallory")
            .header("X_Doorward_Organization", "mallory")
            .header("x-doorward_token-id", "mallory")
            .header("X-Forwarded-For", "203.0.113.9")
            .header("X-HTTP-Method-Override", "DELETE")
            .header("X-Request-Id", "mallory-mallory")
            .header("TE", "trailers")
            .header("Keep-Alive", "mallory")
            .header("X-Kept", "yes"));

    StubUpstream.Received seen = GatewayStubs.upstream().received("/things/forged").get(0);
    assertThat(seen.head()).doesNotContain("mallory").doesNotContain("203.0.113.9");
    assertThat(seen.header("X-Doorward-Owner")).containsExactly("carol");
    assertThat(seen.header("X-Forwarded-For")).containsExactly("127.0.0.1");
    assertThat(seen.header("X-HTTP-Method-Override")).isEmpty();
    assertThat(seen.header("X-Api-Key")).isEmpty();
    assertThat(seen.header("TE")).isEmpty();
    assertThat(seen.header("X-Kept")).containsExactly("yes");
  }

  @Test
  @Tag("GWY-10")
  @Tag("GWY-15")
  void anUpstreamCannotSpeakForTheGateway() {
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 100, null, null)));
    GatewayStubs.upstream()
        .answer(
            "/things/loud",
            "HTTP/1.1 200 OK\r\nServer: secret/1.0\r\nX-Powered-By: it\r\nRateLimit: bogus\r\n"
                + "X-RateLimit-Limit: 7\r\nX-Doorward-Owner: bogus\r\nX-Request-Id: bogus\r\n"
                + "Cache-Control: public, max-age=60\r\nX-Mine: kept\r\n"
                + "Connection: X-Dropped\r\nX-Dropped: bogus\r\nContent-Length: 2\r\n\r\nok");

    HttpResponse<String> answer = suite.get("/things/loud", token);

    assertThat(answer.body()).isEqualTo("ok");
    assertThat(answer.headers().map().toString()).doesNotContain("bogus").doesNotContain("secret");
    assertThat(answer.headers().firstValue("X-Powered-By")).isEmpty();
    assertThat(answer.headers().allValues("X-RateLimit-Limit")).containsExactly("100");
    assertThat(answer.headers().firstValue("X-Mine")).contains("kept");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("max-age=60, private");
  }

  @Test
  @Tag("BRR-1")
  void withoutACredentialOneIsAskedForWithoutAnErrorCode() {
    HttpResponse<String> answer = Http.send(Http.request(suite.port(), "/things/1"));
    assertThat(Http.code(answer)).isEqualTo("401 credentials_required");
    assertThat(answer.headers().firstValue("WWW-Authenticate"))
        .contains("Bearer realm=\"doorward\"");
    assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(answer.headers().firstValue("X-Request-Id"))
        .contains(Http.json(answer).path("requestId").asText());
  }

  @Test
  @Tag("CMP-2")
  @Tag("BRR-2")
  @Tag("T8")
  void everyUselessTokenReadsAlike() {
    Instant past = Fixtures.CREATED;
    List<HttpResponse<String>> answers =
        List.of(
            Http.get(suite.port(), "/live/1", "dwp_live_nonsense"),
            Http.get(suite.port(), "/live/1", "something-else"),
            Http.get(suite.port(), "/live/1", "a.b.c"),
            Http.get(suite.port(), "/live/1", Fixtures.mint().reveal()),
            suite.get("/live/1", suite.token(t -> t.revokedAt(past))),
            suite.get("/live/1", suite.token(t -> t.expiresAt(past))),
            suite.get("/live/1", suite.token(t -> t.suspendedAt(past))),
            suite.get("/live/1", suite.token(t -> t.rotated(past, past))),
            suite.get(
                "/live/1",
                suite.token(TokenEnvironment.TEST, t -> t.environment(TokenEnvironment.TEST))));
    assertThat(answers.stream().map(ForwardingIT::withoutItsId).distinct()).hasSize(1);
    assertThat(Http.code(answers.get(0))).isEqualTo("401 invalid_token");
    assertThat(answers.get(0).headers().firstValue("WWW-Authenticate").orElse(""))
        .contains("error=\"invalid_token\"");
    assertThat(GatewayStubs.upstream().received("/live")).isEmpty();
  }

  private static String withoutItsId(HttpResponse<String> answer) {
    String id = answer.headers().firstValue("X-Request-Id").orElse("");
    return (answer.statusCode() + answer.body() + answer.headers().map()).replace(id, "");
  }

  @Test
  @Tag("G2")
  @Tag("BRR-2")
  @Tag("SCP-4")
  void theScopesOfTheTokenAndTheRoleOfItsOwnerBothBoundIt() {
    Suite.Known reader = suite.token(t -> t.scopes("things:read"));
    Suite.Known viewer = suite.token(t -> t.scopes("*").role(Role.VIEWER));
    for (Suite.Known token : List.of(reader, viewer)) {
      assertThat(suite.get("/things/scoped", token).statusCode()).isEqualTo(200);
      HttpResponse<String> answer =
          Http.send(
              Http.request(suite.port(), "/things/scoped-post")
                  .header("Authorization", "bearer " + token.raw())
                  .POST(BodyPublishers.ofString("x")));
      assertThat(Http.code(answer)).isEqualTo("403 insufficient_scope");
      assertThat(Http.json(answer).path("requiredScopes").get(0).asText())
          .isEqualTo("things:write");
      assertThat(answer.headers().firstValue("WWW-Authenticate").orElse(""))
          .contains("error=\"insufficient_scope\", scope=\"things:write\"");
    }
    assertThat(GatewayStubs.upstream().received("/things/scoped-post")).isEmpty();
  }

  @Test
  @Tag("GWY-4")
  void anAddressOutsideTheAllowListIsRefusedWhateverTheClientClaims() {
    Suite.Known token = suite.token(t -> t.allowedIps("203.0.113.0/24", "2001:db8::/32"));
    HttpResponse<String> answer =
        Http.send(
            Http.request(suite.port(), "/things/ip")
                .header("Authorization", "Bearer " + token.raw())
                .header("X-Forwarded-For", "203.0.113.5")
                .header("X-Real-IP", "203.0.113.5"));
    assertThat(Http.code(answer)).isEqualTo("403 ip_not_allowed");
    Suite.Known here = suite.token(t -> t.allowedIps("127.0.0.0/8"));
    assertThat(suite.get("/things/ip", here).statusCode()).isEqualTo(200);
  }

  @Test
  @Tag("BRR-3")
  void moreThanOneCredentialIsNeverChosenFrom() {
    Suite.Known token = suite.token(t -> t);
    HttpResponse<String> both =
        Http.send(
            Http.request(suite.port(), "/things/1")
                .header("Authorization", "Bearer " + token.raw())
                .header("X-API-Key", token.raw()));
    HttpResponse<String> lines =
        Http.send(
            Http.request(suite.port(), "/things/1")
                .header("Authorization", "Bearer " + token.raw())
                .header("Authorization", "Bearer " + token.raw()));
    HttpResponse<String> list =
        Http.get(suite.port(), "/things/1", token.raw() + ", Bearer " + token.raw());
    assertThat(List.of(both, lines, list))
        .extracting(Http::code)
        .containsOnly("400 multiple_credentials");
  }

  @Test
  @Tag("BRR-4")
  void aTokenInTheTargetIsRefusedAndNotRepeated() {
    Suite.Known token = suite.token(t -> t);
    String encoded = token.raw().replace("_", "%5F");
    for (String path :
        List.of("/open/1?token=" + token.raw(), "/open/1?q=" + encoded, "/open/" + token.raw())) {
      HttpResponse<String> answer = Http.send(Http.request(suite.port(), path));
      assertThat(Http.code(answer)).isEqualTo("400 invalid_request");
      assertThat(answer.body() + answer.headers().map()).doesNotContain(token.raw());
    }
    assertThat(GatewayStubs.upstream().received("/open/1?")).isEmpty();
  }

  @Test
  @Tag("RLM-1")
  @Tag("RLM-2")
  @Tag("G5")
  void theLimitHoldsAndEveryAnswerTellsIt() {
    Suite.Known token = suite.token(t -> t.limits(new Limits(50, 3, 100, null)));
    for (int left = 2; left >= 0; left--) {
      HttpResponse<String> answer = suite.get("/things/limited", token);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("RateLimit-Policy"))
          .contains("\"second\";q=50;w=1, \"minute\";q=3;w=60, \"hour\";q=100;w=3600");
      assertThat(answer.headers().firstValue("RateLimit").orElse(""))
          .startsWith("\"minute\";r=" + left + ";t=");
      assertThat(answer.headers().firstValue("X-RateLimit-Remaining")).contains("" + left);
    }
    HttpResponse<String> refused = suite.get("/things/limited", token);
    assertThat(Http.code(refused)).isEqualTo("429 rate_limited");
    assertThat(refused.headers().firstValueAsLong("Retry-After").orElse(0)).isBetween(50L, 61L);
    assertThat(refused.headers().firstValue("RateLimit").orElse(""))
        .startsWith("\"minute\";r=0;t=");
    assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
    assertThat(GatewayStubs.upstream().received("/things/limited")).hasSize(3);
  }

  @Test
  void aBodyPassesBothWays() {
    Suite.Known token = suite.token(t -> t);
    String body = "0123456789".repeat(15_000);
    HttpResponse<String> answer =
        Http.send(
            Http.request(suite.port(), "/things/body")
                .header("Authorization", "Bearer " + token.raw())
                .expectContinue(true)
                .POST(BodyPublishers.ofString(body)));
    assertThat(answer.statusCode()).isEqualTo(200);
    StubUpstream.Received seen = GatewayStubs.upstream().received("/things/body").get(0);
    assertThat(seen.body()).isEqualTo(body);
    assertThat(seen.header("Expect")).isEmpty();
  }

  @Test
  void anAnonymousCallerMayPassWhereTheRouteSaysSo() {
    assertThat(Http.send(Http.request(suite.port(), "/open/anonymous")).statusCode())
        .isEqualTo(200);
    StubUpstream.Received seen = GatewayStubs.upstream().received("/open/anonymous").get(0);
    assertThat(seen.header("X-Doorward-Credential")).containsExactly("none");
    assertThat(seen.header("X-Doorward-Owner")).containsExactly("");
    assertThat(seen.header("Authorization")).isEmpty();
  }

  @Test
  @Tag("G10")
  void aPathIsRewrittenAsTheRouteSays() {
    assertThat(Http.send(Http.request(suite.port(), "/old/a/b?c=d")).statusCode()).isEqualTo(200);
    assertThat(GatewayStubs.upstream().received("/new/a/b?c=d")).hasSize(1);
  }

  @Test
  @Tag("GWY-12")
  void anUpstreamThatFailsIsToldApart() {
    HttpResponse<String> nobody = Http.send(Http.request(suite.port(), "/nobody/home"));
    assertThat(Http.code(nobody)).isEqualTo("502 upstream_unreachable");
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.upstream().answer("/things/silent", StubUpstream.SILENCE);
    assertThat(Http.code(suite.get("/things/silent", token))).isEqualTo("504 upstream_timeout");
    GatewayStubs.upstream().answer("/things/hangs-up", "");
    assertThat(Http.code(suite.get("/things/hangs-up", token)))
        .isEqualTo("502 upstream_unreachable");
    assertThat(GatewayStubs.upstream().received("/things/hangs-up")).hasSize(2);
    GatewayStubs.upstream()
        .answer("/things/broken", "HTTP/1.1 200 OK\r\nX-A: b\u0001\r\nContent-Length: 0\r\n\r\n");
    assertThat(Http.code(suite.get("/things/broken", token))).isEqualTo("502 upstream_unreachable");
    HttpResponse<String> post =
        Http.send(
            Http.request(suite.port(), "/things/hangs-up")
                .header("Authorization", "Bearer " + token.raw())
                .POST(BodyPublishers.ofString("once")));
    assertThat(Http.code(post)).isEqualTo("502 upstream_unreachable");
    assertThat(GatewayStubs.upstream().received("/things/hangs-up")).hasSize(3);
  }

  @Test
  @Tag("GWY-8")
  void whatIsNotThereIsNotFoundAndOtherMethodsAreNamed() {
    Suite.Known token = suite.token(t -> t);
    assertThat(Http.code(suite.get("/nothing", token))).isEqualTo("404 not_found");
    assertThat(Http.code(suite.get("/internal/snapshots/x", token))).isEqualTo("404 not_found");
    assertThat(Http.code(suite.get("/q/health", token))).isEqualTo("404 not_found");
    HttpResponse<String> answer = Http.send(Http.request(suite.port(), "/ours/1").DELETE());
    assertThat(Http.code(answer)).isEqualTo("405 method_not_allowed");
    assertThat(answer.headers().firstValue("Allow")).contains("GET, HEAD");
  }

  @Test
  void theGatewayNamesItselfToTokenService() {
    suite.get("/things/1", suite.token(t -> t));
    String payload = GatewayStubs.tokenService().lastAuthorization().substring("Bearer ".length());
    assertThat(
            new String(
                Base64.getUrlDecoder().decode(payload.split("\\.", -1)[1]), StandardCharsets.UTF_8))
        .contains("\"aud\":\"doorward-internal\"")
        .contains("\"sub\":\"gateway\"");
  }

  @Test
  @Tag("GWY-15")
  void noSharedCacheMayKeepWhatACredentialGot() {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.upstream()
        .answer(
            "/things/cached",
            "HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nCache-Control: s-maxage=9\r\n"
                + "CDN-Cache-Control: max-age=60\r\nContent-Length: 2\r\n\r\nok");
    HttpResponse<String> answer =
        Http.send(Http.request(suite.port(), "/things/cached").header("X-API-Key", token.raw()));
    assertThat(answer.headers().allValues("Cache-Control")).containsExactly("max-age=60, private");
    assertThat(answer.headers().firstValue("CDN-Cache-Control")).isEmpty();
  }

  @Test
  @Tag("GWY-12")
  void anAnswerThatBreaksOffAfterItsHeadIsNotAskedForAgain() {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.upstream()
        .answerAndClose(
            "/things/head-only", "HTTP/1.1 200 OK\r\nETag: x\r\nContent-Length: 9\r\n\r\n");
    HttpResponse<String> answer = suite.get("/things/head-only", token);
    assertThat(Http.code(answer)).isEqualTo("502 upstream_unreachable");
    assertThat(answer.headers().firstValue("ETag")).isEmpty();
    assertThat(GatewayStubs.upstream().received("/things/head-only")).hasSize(1);
  }

  @Test
  @Tag("RLM-2")
  void aFailureThatWasChargedTellsTheLimitsToo() {
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 5, null, null)));
    GatewayStubs.upstream().answer("/things/hangs-up-limited", "");
    HttpResponse<String> answer = suite.get("/things/hangs-up-limited", token);
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.headers().firstValue("X-RateLimit-Remaining")).contains("4");
  }

  @Test
  @Tag("TEN-4")
  void twoPeopleWhoseNamesRunTogetherAreNotOne() {
    String one = tokens.forSession("a:b", "c", "member", "things");
    assertThat(tokens.forSession("a", "b:c", "member", "things")).isNotEqualTo(one);
    assertThat(tokens.forSession("a:b", "c", "member", "things")).isEqualTo(one);
  }
}
