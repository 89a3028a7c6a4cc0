package io.doorward.gateway.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.Limits;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.gateway.support.UsageTopic;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(
    value = GatewayStubs.class,
    initArgs = @ResourceArg(name = "routes", value = "/features.yaml"))
class RouteFeaturesIT {
  @Inject Suite suite;

  private HttpResponse<String> plain(String path) {
    return Http.send(Http.request(suite.port(), path));
  }

  private static StubUpstream.Received seen(String path) {
    List<StubUpstream.Received> all = GatewayStubs.upstream().received(path);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  @Test
  @Tag("G1")
  @Tag("BRR-4")
  @Tag("STO-3")
  void aTokenInTheQueryIsTakenWhereTheRouteSaysSoAndSeenByNobodyElse() {
    Suite.Known token = suite.token(t -> t);
    String escaped = token.raw().replace("_", "%5f");
    Map<String, String> queries =
        Map.of(
            "alone", "?api_key=" + token.raw(),
            "between", "?a=1&api_key=" + token.raw() + "&b=%20",
            "escaped", "?a=1&api%5Fkey=" + escaped);
    for (Map.Entry<String, String> query : queries.entrySet()) {
      HttpResponse<String> answer = plain("/keyed/" + query.getKey() + query.getValue());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      StubUpstream.Received seen = seen("/keyed/" + query.getKey());
      assertThat(seen.header("X-Doorward-Owner")).containsExactly("carol");
      assertThat(seen.head()).doesNotContain("api").doesNotContain(token.raw());
      assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("private");
    }
    assertThat(seen("/keyed/alone").path()).isEqualTo("/keyed/alone");
    assertThat(seen("/keyed/between").path()).isEqualTo("/keyed/between?a=1&b=%20");
    assertThat(seen("/keyed/escaped").path()).isEqualTo("/keyed/escaped?a=1");
    try (UsageTopic topic = new UsageTopic()) {
      await().until(() -> topic.events().stream().filter(this::isKeyed).count() >= 3);
      assertThat(topic.raw()).doesNotContain(token.raw()).doesNotContain(escaped);
    }
  }

  private boolean isKeyed(UsageEvent event) {
    return "keyed".equals(event.route()) && event.tokenId() != null;
  }

  @Test
  @Tag("BRR-3")
  @Tag("BRR-4")
  void aTokenInTheQueryIsTheOnlyOneAndNowhereElse() {
    Suite.Known token = suite.token(t -> t);
    String key = "api_key=" + token.raw();
    assertThat(Http.code(plain("/things/x?" + key))).isEqualTo("400 invalid_request");
    assertThat(Http.code(plain("/keyed/x?other=" + token.raw()))).isEqualTo("400 invalid_request");
    assertThat(Http.code(plain("/keyed/x?" + key + "&other=" + token.raw())))
        .isEqualTo("400 invalid_request");
    assertThat(Http.code(plain("/keyed/x?API_KEY=" + token.raw())))
        .isEqualTo("400 invalid_request");
    assertThat(Http.code(plain("/keyed/x?" + key + "&" + key)))
        .isEqualTo("400 multiple_credentials");
    assertThat(Http.code(suite.get("/keyed/x?" + key, token)))
        .isEqualTo("400 multiple_credentials");
    assertThat(
            Http.code(
                Http.send(
                    Http.request(suite.port(), "/keyed/x?" + key)
                        .header("X-API-Key", token.raw()))))
        .isEqualTo("400 multiple_credentials");
    assertThat(Http.code(plain("/keyed/x?api_key="))).isEqualTo("401 invalid_token");
    assertThat(Http.code(plain("/keyed/x?api_key"))).isEqualTo("401 invalid_token");
    String session = DemoPeople.token("carol");
    assertThat(Http.code(plain("/keyed/x?api_key=" + session))).isEqualTo("401 invalid_token");
    assertThat(Http.code(plain("/keyed/x"))).isEqualTo("401 credentials_required");
    assertThat(GatewayStubs.upstream().received("/keyed/x")).isEmpty();
    assertThat(GatewayStubs.upstream().received("/things/x")).isEmpty();
  }

  @Test
  @Tag("G3")
  @Tag("G4")
  @Tag("GWY-7")
  void anUpstreamLearnsOfTheCallerWhatTheRouteSaysAndTheKindOfCredential() {
    Suite.Known token = suite.token(t -> t);
    String session = DemoPeople.token("carol");

    suite.get("/plain/token", token);
    Http.get(suite.port(), "/plain/session", session);
    for (String path : List.of("/plain/token", "/plain/session")) {
      assertThat(seen(path).header("Authorization")).isEmpty();
      assertThat(seen(path).head().toLowerCase(Locale.ROOT)).doesNotContain("x-doorward");
    }

    suite.get("/named/token", token);
    Http.get(suite.port(), "/named/session", session);
    assertThat(seen("/named/token").header("Authorization")).isEmpty();
    assertThat(seen("/named/token").header("X-Doorward-Credential")).containsExactly("token");
    assertThat(seen("/named/token").header("X-Doorward-Token-Type")).containsExactly("personal");
    assertThat(seen("/named/token").header("X-Doorward-Environment")).containsExactly("live");
    assertThat(seen("/named/session").header("X-Doorward-Credential")).containsExactly("session");
    assertThat(seen("/named/session").header("X-Doorward-Token-Type")).containsExactly("");
    assertThat(seen("/named/session").header("X-Doorward-Token-Id")).containsExactly("");
    assertThat(seen("/named/session").header("X-Doorward-Owner")).containsExactly("carol");

    suite.get("/signed/token", token);
    Http.get(suite.port(), "/signed/session", session);
    assertThat(claims("/signed/token"))
        .contains("\"tkind\":\"token\"")
        .contains("\"ttype\":\"personal\"")
        .contains("\"env\":\"live\"");
    assertThat(claims("/signed/session")).contains("\"tkind\":\"session\"");
    assertThat(seen("/signed/session").head()).doesNotContain(session);
    assertThat(seen("/signed/token").header("X-Doorward-Owner")).isEmpty();
  }

  private static String claims(String path) {
    String jwt = seen(path).header("Authorization").get(0).substring("Bearer ".length());
    return new String(
        Base64.getUrlDecoder().decode(jwt.split("\\.", -1)[1]), StandardCharsets.UTF_8);
  }

  @Test
  @Tag("G5")
  void aRequestTakesAsManyPermitsAsItsRouteSays() {
    Suite.Known token = suite.token(t -> t.limits(new Limits(null, 15, null, null)));
    assertThat(remaining(suite.get("/costly/three", token))).isEqualTo("12");
    assertThat(remaining(suite.get("/costly/ten", token))).isEqualTo("2");
    assertThat(Http.code(suite.get("/costly/three", token))).isEqualTo("429 rate_limited");
  }

  private static String remaining(HttpResponse<String> answer) {
    return answer.headers().firstValue("X-RateLimit-Remaining").orElse("none");
  }

  @Test
  @Tag("G10")
  @Tag("GWY-5")
  @Tag("GWY-6")
  void aWholePathIsMadeAnewFromTheOneThatWasJudged() {
    assertThat(plain("/shop/s%2d1/items/%7E7?q=1").statusCode()).isEqualTo(200);
    assertThat(GatewayStubs.upstream().received("/base/v2/~7/of/s-1?q=1")).hasSize(1);
    assertThat(plain("/files/a/b").statusCode()).isEqualTo(200);
    assertThat(GatewayStubs.upstream().received("/base/store/a/b")).hasSize(1);
    assertThat(Http.code(plain("/shop/a%2f..%2fb/items/7"))).isEqualTo("400 invalid_request");
    assertThat(plain("/slyer/fine/x").statusCode()).isEqualTo(200);
    assertThat(Http.code(plain("/slyer/internal/x"))).isEqualTo("404 not_found");
    assertThat(GatewayStubs.upstream().received("/internal")).isEmpty();
  }
}
