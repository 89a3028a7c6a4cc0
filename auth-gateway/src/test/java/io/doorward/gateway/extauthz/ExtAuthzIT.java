package io.doorward.gateway.extauthz;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.rpc.Code;
import io.doorward.contract.channel.Headers;
import io.doorward.contract.snapshot.Limits;
import io.doorward.gateway.inquiry.InquiryListener;
import io.doorward.gateway.support.Fixtures;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.ProxiesMayAsk;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption.HeaderAppendAction;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@WithTestResource(ProxiesMayAsk.class)
@Tag("FWD-3")
class ExtAuthzIT {
  @Inject Suite suite;
  @Inject InquiryListener listener;
  private EnvoyClient envoy;

  @BeforeEach
  void connect() {
    envoy = new EnvoyClient(listener.port());
  }

  @AfterEach
  void disconnect() {
    envoy.close();
  }

  private static Map<String, String> values(List<HeaderValueOption> options) {
    Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (HeaderValueOption option : options) {
      assertThat(option.getAppendAction()).isEqualTo(HeaderAppendAction.OVERWRITE_IF_EXISTS_OR_ADD);
      values.put(option.getHeader().getKey(), option.getHeader().getValue());
    }
    return values;
  }

  @Test
  @Tag("FWD-4")
  @Tag("G3")
  void overGrpcAnAdmittedRequestGetsItsIdentityAndLosesItsCredential() {
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 100, null, null)));
    CheckResponse answer =
        envoy.check(
            "GET",
            "/things/1?a=b",
            "x-api-key",
            token.raw(),
            "x-doorward-owner",
            "mallory",
            "x_doorward_owner",
            "mallory",
            "x-doorward-else",
            "mallory");
    assertThat(answer.getStatus().getCode()).isEqualTo(Code.OK.getNumber());
    Map<String, String> set = values(answer.getOkResponse().getHeadersList());
    assertThat(set).containsKeys(Headers.IDENTITY.toArray(String[]::new));
    assertThat(set).containsEntry("X-Doorward-Owner", "carol");
    assertThat(set).containsEntry("X-Doorward-Agent-Id", "");
    assertThat(set.get("Authorization")).startsWith("Bearer ey");
    assertThat(answer.getOkResponse().getHeadersToRemoveList())
        .map(name -> name.toLowerCase(java.util.Locale.ROOT))
        .containsExactlyInAnyOrder("x-api-key", "x_doorward_owner", "x-doorward-else");
    assertThat(values(answer.getOkResponse().getResponseHeadersToAddList()))
        .containsEntry("X-RateLimit-Limit", "100")
        .containsKey("X-Request-Id");
  }

  @Test
  void whereNoIdentityTokenIsPassedOnTheCredentialIsRemovedAllTheSame() {
    CheckResponse answer = envoy.check("GET", "/open/1", "authorization", "Basic bm9uZTpub25l");
    assertThat(answer.getStatus().getCode()).isEqualTo(Code.OK.getNumber());
    assertThat(answer.getOkResponse().getHeadersToRemoveList())
        .map(name -> name.toLowerCase(java.util.Locale.ROOT))
        .contains("authorization", "x-api-key");
  }

  @Test
  @Tag("G8")
  void overGrpcARefusalIsTheAnswerThatTheProxyGives() {
    Suite.Known revoked = suite.token(t -> t.revokedAt(Fixtures.CREATED));
    CheckResponse answer =
        envoy.check("GET", "/things/1", "authorization", "Bearer " + revoked.raw());
    HttpResponse<String> proxied = suite.get("/things/1", revoked);
    assertThat(answer.getStatus().getCode()).isEqualTo(Code.UNAUTHENTICATED.getNumber());
    assertThat(answer.getDeniedResponse().getStatus().getCodeValue())
        .isEqualTo(proxied.statusCode());
    Map<String, String> fields = values(answer.getDeniedResponse().getHeadersList());
    assertThat(answer.getDeniedResponse().getBody().replace(fields.get("X-Request-Id"), ""))
        .isEqualTo(
            proxied.body().replace(proxied.headers().firstValue("X-Request-Id").orElseThrow(), ""));
    assertThat(fields).containsEntry("Cache-Control", "no-store");
    assertThat(fields.get("WWW-Authenticate"))
        .isEqualTo(proxied.headers().firstValue("WWW-Authenticate").orElseThrow());
  }

  @Test
  @Tag("RLM-1")
  void overGrpcALimitIs429WithItsFields() {
    Suite.Known once = suite.token(t -> t.limits(new Limits(null, 1, null, null)));
    envoy.check("GET", "/things/1", "authorization", "Bearer " + once.raw());
    CheckResponse answer = envoy.check("GET", "/things/1", "authorization", "Bearer " + once.raw());
    assertThat(answer.getStatus().getCode()).isEqualTo(Code.PERMISSION_DENIED.getNumber());
    assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(429);
    assertThat(values(answer.getDeniedResponse().getHeadersList())).containsKey("Retry-After");
  }

  @Test
  @Tag("BRR-3")
  void twoCredentialsThatEnvoyHasJoinedAreStillTwo() {
    Suite.Known token = suite.token(t -> t);
    CheckResponse answer =
        envoy.check(
            "GET",
            "/things/1",
            "authorization",
            "Bearer " + token.raw() + ",Bearer " + token.raw());
    assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(400);
  }

  @Test
  @Tag("GWY-4")
  void overGrpcTheClientIsWhoEnvoySays() {
    Suite.Known theirs = suite.token(t -> t.allowedIps("203.0.113.0/24"));
    Suite.Known others = suite.token(t -> t.allowedIps("198.51.100.0/24"));
    assertThat(
            envoy
                .check("GET", "/things/1", "authorization", "Bearer " + theirs.raw())
                .getStatus()
                .getCode())
        .isZero();
    assertThat(
            envoy
                .check(
                    "GET",
                    "/things/1",
                    "authorization",
                    "Bearer " + others.raw(),
                    "x-forwarded-for",
                    "198.51.100.1")
                .getDeniedResponse()
                .getStatus()
                .getCodeValue())
        .isEqualTo(403);
  }

  @Test
  void aQuestionAboutNothingIsANo() {
    CheckResponse answer = envoy.check(CheckRequest.getDefaultInstance());
    assertThat(answer.getStatus().getCode()).isNotZero();
    assertThat(answer.hasOkResponse()).isFalse();
  }

  @Test
  @Tag("FWD-6")
  void overHttpTheRequestIsAskedAboutWithItsOwnMethodAndPath() {
    Suite.Known reader = suite.token(t -> t.scopes("things:read"));
    var read =
        Http.request(listener.port(), "/ext-authz/things/1?a=b")
            .header("X-Forwarded-For", "203.0.113.5")
            .header("X-Forwarded-Proto", "https")
            .header("Authorization", "Bearer " + reader.raw());
    HttpResponse<String> admitted = Http.send(read.copy().GET());
    assertThat(admitted.statusCode()).isEqualTo(200);
    assertThat(admitted.headers().firstValue("X-Doorward-Scopes")).contains("things:read");
    HttpResponse<String> refused = Http.send(read.copy().POST(BodyPublishers.noBody()));
    assertThat(Http.code(refused)).isEqualTo("403 insufficient_scope");
    assertThat(refused.headers().firstValue("Cache-Control")).contains("no-store");
    HttpResponse<String> lie =
        Http.send(read.copy().POST(BodyPublishers.noBody()).header("X-Forwarded-Method", "GET"));
    assertThat(Http.code(lie)).isEqualTo("400 invalid_request");
  }

  @Test
  @Tag("FWD-5")
  void overHttpThePrefixLeadsNowhereElse() {
    Suite.Known token = suite.token(t -> t);
    for (String path : List.of("/ext-authz/%2e%2e/things/1", "/ext-authz//things/1")) {
      assertThat(
              Http.code(
                  Http.send(
                      Http.request(listener.port(), path)
                          .header("X-Forwarded-For", "203.0.113.5")
                          .header("X-Forwarded-Proto", "https")
                          .header("Authorization", "Bearer " + token.raw()))))
          .isEqualTo("400 invalid_request");
    }
    assertThat(Http.code(Http.send(Http.request(listener.port(), "/things/1"))))
        .isEqualTo("404 not_found");
  }
}
