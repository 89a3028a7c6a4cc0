package io.doorward.gateway.route;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(
    value = GatewayStubs.class,
    initArgs = @ResourceArg(name = "routes", value = "/features.yaml"))
@Tag("GWY-12")
class UpstreamTargetsIT {
  @Inject Suite suite;

  private HttpResponse<String> get(String path) {
    return Http.send(Http.request(suite.port(), path));
  }

  private HttpResponse<String> post(String path, String body) {
    return Http.send(Http.request(suite.port(), path).POST(BodyPublishers.ofString(body)));
  }

  private static int received(String path) {
    return GatewayStubs.upstream().received(path).size()
        + GatewayStubs.other().received(path).size();
  }

  @Test
  @Tag("RES-8")
  void anAddressThatCannotBeReachedIsPassedOverWhateverIsAsked() {
    for (int i = 0; i < 10; i++) {
      assertThat(get("/half-gone/" + i).statusCode()).isEqualTo(200);
      assertThat(post("/half-gone/body/" + i, "whole " + i).statusCode()).isEqualTo(200);
    }
    assertThat(GatewayStubs.upstream().received("/half-gone/body/"))
        .extracting(StubUpstream.Received::body)
        .hasSize(10)
        .allMatch(body -> body.startsWith("whole "));
  }

  @Test
  void whereNoneCanBeReachedTheAnswerSaysSo() {
    for (int i = 0; i < 10; i++) {
      assertThat(Http.code(get("/all-gone/" + i))).isEqualTo("502 upstream_unreachable");
    }
  }

  @Test
  void whatWasSentIsRepeatedElsewhereOnlyIfItMayBe() {
    for (StubUpstream stub : new StubUpstream[] {GatewayStubs.upstream(), GatewayStubs.other()}) {
      stub.answer("/pair/hangs-up", "");
      stub.answer("/pair/hangs-up-once", "");
    }
    assertThat(Http.code(post("/pair/hangs-up", "once"))).isEqualTo("502 upstream_unreachable");
    assertThat(received("/pair/hangs-up")).isEqualTo(1);
    assertThat(Http.code(get("/pair/hangs-up-once"))).isEqualTo("502 upstream_unreachable");
    assertThat(GatewayStubs.upstream().received("/pair/hangs-up-once")).hasSize(1);
    assertThat(GatewayStubs.other().received("/pair/hangs-up-once")).hasSize(1);
  }

  @Test
  void allAddressesTakePart() {
    for (int i = 0; i < 20; i++) {
      assertThat(get("/pair/shared").statusCode()).isEqualTo(200);
    }
    assertThat(GatewayStubs.upstream().received("/pair/shared")).isNotEmpty();
    assertThat(GatewayStubs.other().received("/pair/shared")).isNotEmpty();
  }

  @Test
  @Tag("LOG-4")
  void anAddressWhoseProbesFailGetsNothingUntilTheySucceed() {
    GatewayStubs.other().answer("/healthz", "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n");
    await().until(() -> usable(GatewayStubs.other()).equals("0.0"));
    assertThat(usable(GatewayStubs.upstream())).isEqualTo("1.0");
    for (int i = 0; i < 10; i++) {
      assertThat(get("/probed/out").statusCode()).isEqualTo(200);
    }
    assertThat(GatewayStubs.upstream().received("/probed/out")).hasSize(10);
    GatewayStubs.other().answer("/healthz", "HTTP/1.1 204 Well\r\n\r\n");
    await().until(() -> usable(GatewayStubs.other()).equals("1.0"));
    for (int i = 0; i < 10; i++) {
      assertThat(get("/probed/back").statusCode()).isEqualTo(200);
    }
    assertThat(GatewayStubs.other().received("/probed/back")).isNotEmpty();
  }

  private static String usable(StubUpstream stub) {
    String line =
        "doorward_upstream_usable{target=\"" + stub.address() + "\",upstream=\"probed\"} ";
    return given()
        .get("/q/metrics")
        .asString()
        .lines()
        .filter(one -> one.startsWith(line))
        .map(one -> one.substring(line.length()))
        .findFirst()
        .orElse("none");
  }
}
