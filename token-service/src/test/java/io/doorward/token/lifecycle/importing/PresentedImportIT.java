package io.doorward.token.lifecycle.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.TokenFormat;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.OtherSettings;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Imported keys where tokens are presented for other ends than to use them. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(OtherSettings.class)
@Tag("T3")
@Tag("X5")
class PresentedImportIT {
  private final Api olga = Api.as("olga", "presented-" + UUID.randomUUID(), "owner");
  private final String key = "acme_" + UUID.randomUUID();

  @Test
  void isIntrospectedAndEndedByWhoeverHoldsIt() {
    olga.me();
    present("/oauth/introspect").then().statusCode(200).body("active", equalTo(false));
    take();
    present("/oauth/introspect").then().statusCode(200).body("active", equalTo(true));
    present("/oauth/revoke").then().statusCode(200);
    present("/oauth/introspect").then().statusCode(200).body("active", equalTo(false));
    olga.get("/api/v1/tokens?tag=imported").then().body("items[0].status", equalTo("revoked"));
  }

  @Test
  @Tag("DET-2")
  void isEndedAtItsFirstUseIfItWasReportedBefore() {
    olga.me();
    take(Bcrypt.of(key));
    long before = unknown();
    olga.request()
        .contentType(ContentType.JSON)
        .body("{\"token\":\"" + key + "\"}")
        .post("/api/v1/leaks")
        .then()
        .statusCode(202);
    await().atMost(Duration.ofSeconds(30)).until(() -> unknown() == before + 1);
    Api.gateway()
        .request()
        .contentType("text/plain")
        .body(key)
        .post("/internal/imported-keys")
        .then()
        .statusCode(200)
        .body("revokedAt", notNullValue());
    olga.get("/api/v1/tokens?tag=imported").then().body("items[0].status", equalTo("revoked"));
    assertThat(unknown()).isEqualTo(before);
  }

  private static long unknown() {
    return Rows.count("SELECT count(*) FROM tokens.leak_report WHERE outcome = 'unknown'");
  }

  private void take() {
    String sha256 = ForeignSecret.read(TokenFormat.standard(), key).orElseThrow().sha256();
    take("sha256:" + sha256);
  }

  private void take(String hash) {
    String row =
        """
        {"name":"ci","hash":"%s","prefix":"acme_","owner":"olga","scopes":["demo:read"]}
        """
            .formatted(hash);
    olga.request()
        .contentType("application/x-ndjson")
        .body(row.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/imports")
        .then()
        .statusCode(201);
  }

  private Response present(String path) {
    return olga.request().contentType(ContentType.URLENC).formParam("token", key).post(path);
  }
}
