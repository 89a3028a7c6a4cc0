package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tokens that were made with a token. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("SCP-2")
class ChildTokenIT {
  private static final String PARENT =
      "{\"name\":\"parent\",\"scopes\":[\"tokens:write\",\"read\"],\"expiresAt\":\"%s\"}";
  private static final String ENDS = "2098-01-01T00:00:00Z";

  @Test
  void aChildNeverOutlivesItsParent() {
    Api owner = Api.as("pat", "families", "owner");
    Api parent = Api.withToken(parent(owner), owner.me());
    parent
        .post(
            "/api/v1/tokens",
            "{\"name\":\"c\",\"scopes\":[\"read\"],\"expiresAt\":\"2098-01-01T00:00:01Z\"}")
        .then()
        .statusCode(403)
        .body("code", equalTo("scope_exceeds_grantor"));
    JsonPath child = parent.create("c", "read");
    assertThat(Instant.parse(child.getString("expiresAt"))).isEqualTo(Instant.parse(ENDS));
    parent
        .patch("/api/v1/tokens/" + child.getString("id"), "{\"expiresAt\":null}")
        .then()
        .statusCode(403);
  }

  /**
   * As the threat model says: a child is its owner's token, not its parent's; the audit log tells
   * whose child it is.
   */
  @Test
  void aChildOutlivesTheRevocationOfItsParentAndCanBeFoundByIt() {
    Api owner = Api.as("pia", "orphans", "owner");
    JsonPath parent = parent(owner);
    String child = Api.withToken(parent, owner.me()).create("c", "read").getString("id");
    owner.post("/api/v1/tokens/" + parent.getString("id") + "/revoke").then().statusCode(200);
    owner.get("/api/v1/tokens/" + child).then().body("status", equalTo("active"));
    assertThat(
            Rows.query(
                "SELECT target_id FROM tokens.audit_log WHERE token_used = ?::uuid",
                parent.getString("id")))
        .extracting(row -> row.get("target_id"))
        .containsExactly(child);
  }

  private static JsonPath parent(Api owner) {
    return owner
        .post("/api/v1/tokens", PARENT.formatted(ENDS))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }
}
