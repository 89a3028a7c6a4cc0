package io.doorward.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Http;
import io.doorward.gateway.support.StubUpstream;
import io.doorward.gateway.support.Suite;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.identity.GatewayTokens;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("G4")
class SessionIT {
  @Inject Suite suite;
  @Inject SessionKeys keys;

  @BeforeEach
  void keysAreKnown() {
    await().until(keys::known);
  }

  private int status(String path, String session) {
    return Http.get(suite.port(), path, session).statusCode();
  }

  @Test
  void ourOwnServicesAreShownTheSessionItself() {
    String session = DemoPeople.token("carol");
    assertThat(status("/ours/session", session)).isEqualTo(200);
    StubUpstream.Received seen = GatewayStubs.upstream().received("/ours/session").get(0);
    assertThat(seen.header("Authorization")).containsExactly("Bearer " + session);
  }

  @Test
  @Tag("GWY-7")
  void othersLearnThePersonFromTheGateway() {
    String session = DemoPeople.token("carol");
    assertThat(status("/things/session", session)).isEqualTo(200);
    StubUpstream.Received seen = GatewayStubs.upstream().received("/things/session").get(0);
    assertThat(seen.head()).doesNotContain(session);
    assertThat(seen.header("X-Doorward-Credential")).containsExactly("session");
    assertThat(seen.header("X-Doorward-Owner")).containsExactly("carol");
    assertThat(seen.header("X-Doorward-Organization")).containsExactly("acme");
    String payload = seen.header("Authorization").get(0).split("\\.", -1)[1];
    assertThat(new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8))
        .contains("\"iss\":\"doorward-gateway\"")
        .contains("\"tkind\":\"session\"")
        .contains("\"org_role\":\"member\"");
  }

  @Test
  void theRoleBoundsWhatASessionMayDo() {
    var answer =
        Http.send(
            Http.request(suite.port(), "/things/viewer")
                .header("Authorization", "Bearer " + DemoPeople.token("dave"))
                .POST(BodyPublishers.noBody()));
    assertThat(Http.code(answer)).isEqualTo("403 insufficient_scope");
  }

  @Test
  void aSessionIsNotAcceptedWhereOnlyTokensAre() {
    assertThat(status("/live/1", DemoPeople.token("carol"))).isEqualTo(401);
  }

  @Test
  void aForgedSessionIsRefused() throws Exception {
    String good = DemoPeople.token("carol");
    String[] parts = good.split("\\.", -1);
    String payload = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    String raised =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(
                payload.replace("\"member\"", "\"owner\"").getBytes(StandardCharsets.UTF_8));
    String none =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));
    assertThat(raised).isNotEqualTo(parts[1]);
    assertThat(status("/ours/1", parts[0] + "." + raised + "." + parts[2])).isEqualTo(401);
    assertThat(status("/ours/1", none + "." + parts[1] + ".AA")).isEqualTo(401);
    assertThat(status("/ours/1", signedByAStranger(payload))).isEqualTo(401);
    assertThat(status("/ours/1", good.substring(0, good.length() - 8) + "AAAAAAAA")).isEqualTo(401);
  }

  private static String signedByAStranger(String payload) throws Exception {
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2048);
    JsonWebSignature signature = new JsonWebSignature();
    signature.setPayload(JwtClaims.parse(payload).toJson());
    signature.setKey(key.getPrivateKey());
    signature.setKeyIdHeaderValue("doorward");
    signature.setAlgorithmHeaderValue("RS256");
    return signature.getCompactSerialization();
  }

  @Test
  @Tag("GWY-11")
  void theGatewaysOwnTokensAreNoSessions() {
    assertThat(status("/ours/1", GatewayTokens.token(Map.of("sub", "carol")))).isEqualTo(401);
  }

  @Test
  void headerMembersOfTheWrongTypeAreRefusedLikeAnyForgery() {
    for (String header :
        new String[] {"{\"alg\":\"RS256\",\"kid\":1}", "{\"alg\":5}", "{}", "[]"}) {
      String encoded =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(header.getBytes(StandardCharsets.UTF_8));
      assertThat(status("/ours/1", encoded + ".e30.AA")).as(header).isEqualTo(401);
    }
  }
}
