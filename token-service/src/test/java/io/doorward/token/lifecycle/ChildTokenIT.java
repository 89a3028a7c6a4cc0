package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.time.Instant;
import java.util.List;
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

  /** It may have been replaced because it leaked: then its overlap is all that is left of it. */
  @Test
  @Tag("SCP-1")
  @Tag("ROT-1")
  void whatAReplacedTokenMakesEndsWithItsOverlap() {
    Api owner = Api.as("pola", "overlapping", "owner");
    JsonPath old = owner.create("replaced", "tokens:write", "read");
    rotated(owner, old, "PT1H");
    Api holder = Api.withToken(old, owner.me());
    Instant end = overlapUntil(owner, old);
    JsonPath child = holder.create("child", "tokens:write");
    assertThat(Instant.parse(child.getString("expiresAt"))).isEqualTo(end);
    JsonPath shorter =
        holder
            .post("/api/v1/tokens", expiring(end.minusSeconds(1)))
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    assertThat(Instant.parse(shorter.getString("expiresAt"))).isEqualTo(end.minusSeconds(1));
    holder
        .post("/api/v1/tokens", expiring(end.plusSeconds(1)))
        .then()
        .statusCode(403)
        .body("code", equalTo("scope_exceeds_grantor"));
  }

  @Test
  @Tag("SCP-1")
  @Tag("ROT-1")
  void aReplacedTokenGetsHoldOfNothingThatOutlivesItsOverlap() {
    Api owner = Api.as("pavel", "replaced", "owner");
    JsonPath old = owner.create("replaced", "tokens:write", "tokens:admin", "read");
    JsonPath next = rotated(owner, old, "PT1H");
    Api holder = Api.withToken(old, owner.me());
    for (String overlap : List.of("PT0S", "PT1H")) {
      holder
          .post(path(next) + "/rotate", "{\"overlap\":\"%s\"}".formatted(overlap))
          .then()
          .statusCode(403)
          .body("code", equalTo("scope_exceeds_grantor"))
          .body("errors.location", hasItem("/expiresAt"));
    }
    owner.get(path(next)).then().body("status", equalTo("active"));
    String soon = overlapUntil(owner, old).minusSeconds(9).toString();
    JsonPath other = owner.create("other", "read");
    patch(holder, other, "{\"expiresAt\":null}").statusCode(403);
    patch(holder, other, "{\"name\":\"renamed\"}").statusCode(403);
    patch(holder, other, "{\"expiresAt\":\"%s\"}".formatted(soon)).statusCode(200);
    patch(holder, other, "{\"expiresAt\":\"%s\"}".formatted(ENDS)).statusCode(403);
    patch(holder, other, "{\"name\":\"renamed\"}").statusCode(200);
    JsonPath aside = owner.create("aside", "read");
    owner.post(path(aside) + "/suspend", "{\"reason\":\"x\"}").then().statusCode(200);
    holder.post(path(aside) + "/reactivate").then().statusCode(403);
    patch(owner, aside, "{\"expiresAt\":\"%s\"}".formatted(soon)).statusCode(200);
    holder.post(path(aside) + "/reactivate").then().statusCode(200);
  }

  private static JsonPath rotated(Api owner, JsonPath token, String overlap) {
    return owner
        .post(path(token) + "/rotate", "{\"overlap\":\"%s\"}".formatted(overlap))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static Instant overlapUntil(Api owner, JsonPath token) {
    return Instant.parse(owner.get(path(token)).jsonPath().getString("overlapUntil"));
  }

  private static ValidatableResponse patch(Api who, JsonPath token, String body) {
    return who.patch(path(token), body).then();
  }

  private static String expiring(Instant at) {
    return "{\"name\":\"c\",\"scopes\":[\"read\"],\"expiresAt\":\"%s\"}".formatted(at);
  }

  private static String path(JsonPath token) {
    return "/api/v1/tokens/" + token.getString("id");
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
