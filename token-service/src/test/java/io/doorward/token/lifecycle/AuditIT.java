package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("X4")
@Tag("LOG-3")
class AuditIT {

  @Test
  void aChangeLeavesWhoWithWhatFromWhereAndWhatItWasBefore() {
    Api alice = Api.as("alice");
    JsonPath used = alice.create("used", "tokens:write", "demo:read");
    String id = alice.create("changed", "demo:read").getString("id");
    Api.withToken(used, alice.me())
        .request()
        .header("X-Request-Id", "request-0001")
        .header("X-Forwarded-For", "198.51.100.7")
        .contentType(ContentType.JSON)
        .body("{\"reason\":\"rolled over\"}")
        .post("/api/v1/tokens/" + id + "/revoke")
        .then()
        .statusCode(200);
    List<Map<String, Object>> rows = rows(id);
    assertThat(rows).hasSize(2);
    Map<String, Object> revoked = rows.get(1);
    assertThat(revoked)
        .containsEntry("action", "token.revoked")
        .containsEntry("actor_kind", "token")
        .containsEntry("actor_id", "alice")
        .containsEntry("used", used.getString("id"))
        .containsEntry("target_kind", "token")
        .containsEntry("reason", "rolled over")
        .containsEntry("request_id", "request-0001")
        .containsEntry("ip", "198.51.100.7")
        .containsEntry("was", "active")
        .containsEntry("is", "revoked");
  }

  @Test
  void whatWasRefusedLeavesNothing() {
    Api alice = Api.as("alice");
    String id = alice.create("kept", "demo:read").getString("id");
    alice.post("/api/v1/tokens/" + id + "/reactivate").then().statusCode(409);
    Api.as("erin").post("/api/v1/tokens/" + id + "/revoke").then().statusCode(404);
    assertThat(rows(id)).hasSize(1);
  }

  private static List<Map<String, Object>> rows(String id) {
    return Rows.query(
        "SELECT action, actor_kind, actor_id, token_used::text AS used, target_kind, reason,"
            + " request_id, ip, before->>'status' AS was, after->>'status' AS is"
            + " FROM tokens.audit_log WHERE target_id = ? ORDER BY id",
        id);
  }
}
