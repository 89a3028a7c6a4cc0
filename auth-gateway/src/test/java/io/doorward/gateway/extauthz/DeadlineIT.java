package io.doorward.gateway.extauthz;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.inquiry.InquiryListener;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.Impatient;
import io.doorward.gateway.support.ProxiesMayAsk;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Token-service takes for ever: whoever asks has an answer all the same, and it is a no. */
@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@WithTestResource(ProxiesMayAsk.class)
@WithTestResource(Impatient.class)
@Tag("FWD-3")
@Tag("G7")
class DeadlineIT {
  @Inject Suite suite;
  @Inject InquiryListener listener;

  @AfterEach
  void letGo() {
    GatewayStubs.tokenService().release();
  }

  @Test
  void overHttp() {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.tokenService().hold();
    HttpResponse<String> answer =
        Http.send(
            Http.request(listener.port(), "/ext-authz/things/1")
                .header("X-Forwarded-For", "203.0.113.5")
                .header("X-Forwarded-Proto", "https")
                .header("Authorization", "Bearer " + token.raw()));
    assertThat(Http.code(answer)).isEqualTo("503 dependency_unavailable");
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
  }

  @Test
  void overGrpc() {
    Suite.Known token = suite.token(t -> t);
    GatewayStubs.tokenService().hold();
    try (EnvoyClient envoy = new EnvoyClient(listener.port())) {
      CheckResponse answer =
          envoy.check("GET", "/things/1", "authorization", "Bearer " + token.raw());
      assertThat(answer.getStatus().getCode()).isNotZero();
      assertThat(answer.getDeniedResponse().getStatus().getCodeValue()).isEqualTo(503);
    }
  }
}
