package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.OtherSettings;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(OtherSettings.class)
class NoCreationsIT {
  private final Api olga = Api.as("olga", "none-" + UUID.randomUUID(), "owner");

  @Test
  @Tag("T7")
  void noneAnHourMeansNoneUnlessTheOrganizationSaysOtherwise() {
    olga.me();
    olga.post("/api/v1/tokens", Api.body("one", "read"))
        .then()
        .statusCode(409)
        .body("code", equalTo("token_limit_reached"))
        .body("detail", containsString("no new tokens"));
    allow();
    olga.create("one", "read");
  }

  @Test
  @Tag("LOG-1")
  void whoIsNotTheGatewayIsNotBelievedAboutTheClientsAddress() {
    olga.me();
    allow();
    String id =
        olga.request()
            .header("X-Forwarded-For", "203.0.113.5")
            .header("Forwarded", "for=203.0.113.6")
            .contentType(ContentType.JSON)
            .body(Api.body("spoofed", "read"))
            .post("/api/v1/tokens")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    assertThat(Rows.query("SELECT ip FROM tokens.audit_log WHERE target_id = ?", id))
        .singleElement()
        .satisfies(row -> assertThat(row).containsEntry("ip", "127.0.0.1"));
  }

  private void allow() {
    olga.request()
        .contentType(ContentType.JSON)
        .body("{\"creationsPerHour\":100}")
        .put("/api/v1/policy")
        .then()
        .statusCode(200);
  }
}
