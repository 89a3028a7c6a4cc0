package io.doorward.token.directory.member;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S3")
class MemberIT {
  private static final String OWNER = "{\"role\":\"owner\"}";
  private static final String MEMBER = "{\"role\":\"member\"}";
  private static final String VIEWER = "{\"role\":\"viewer\"}";

  @Test
  @Tag("S4")
  void administratorsSeeThePeopleOfTheirOrganizationAndOthersDoNot() {
    Api owner = person("olga", "m-list", "owner");
    Api member = person("mia", "m-list", "member");
    owner
        .get("/api/v1/members?limit=1")
        .then()
        .statusCode(200)
        .body("items.subject", equalTo(List.of("mia")))
        .body("nextCursor", notNullValue());
    String cursor = owner.get("/api/v1/members?limit=1").jsonPath().getString("nextCursor");
    owner
        .get("/api/v1/members?limit=1&cursor=" + cursor)
        .then()
        .body("items.subject", equalTo(List.of("olga")))
        .body("nextCursor", equalTo(null));
    owner
        .get("/api/v1/members/mia")
        .then()
        .body("role", equalTo("member"))
        .body("email", equalTo("mia@m-list.example"));
    member.get("/api/v1/members").then().statusCode(403);
    owner.get("/api/v1/members?cursor=forged").then().statusCode(400);
  }

  @Test
  @Tag("TEN-1")
  @Tag("CMP-3")
  void somebodyOfAnotherOrganizationIsNotThere() {
    Api owner = person("olga", "m-mine", "owner");
    person("strange", "m-theirs", "owner");
    for (String subject : List.of("strange", "nobody")) {
      owner.get("/api/v1/members/" + subject).then().statusCode(404);
      owner.patch("/api/v1/members/" + subject, VIEWER).then().statusCode(404);
      owner.delete("/api/v1/members/" + subject).then().statusCode(404);
    }
  }

  @Test
  @Tag("SCP-6")
  void aNewRoleReachesTheSnapshotsOfTheMembersTokensInTheSameTransaction() {
    Api owner = person("olga", "m-demote", "owner");
    Api member = person("mia", "m-demote", "member");
    String id = member.create("mia's", "demo:write").getString("id");
    String other = owner.create("olga's", "demo:write").getString("id");
    owner
        .patch("/api/v1/members/mia", VIEWER)
        .then()
        .statusCode(200)
        .body("role", equalTo("viewer"));
    assertThat(Snapshots.of(id).getString("role")).isEqualTo("viewer");
    assertThat(Snapshots.version(id)).isEqualTo(2);
    assertThat(Snapshots.version(other)).isEqualTo(1);
    member.post("/api/v1/tokens", Api.body("x", "demo:write")).then().statusCode(403);
    assertThat(
            Rows.query(
                    "SELECT before->>'role' AS b, after->>'role' AS a FROM tokens.audit_log"
                        + " WHERE action = 'member.changed' AND organization_id ="
                        + " (SELECT id FROM tokens.organization WHERE slug = 'm-demote')")
                .get(0))
        .containsEntry("b", "member")
        .containsEntry("a", "viewer");
    owner.patch("/api/v1/members/mia", VIEWER).then().statusCode(200);
    assertThat(Snapshots.version(id)).isEqualTo(2);
  }

  @Test
  @Tag("REV-7")
  void aRemovedMembersTokensAreRevokedAndTheSessionOpensNothing() {
    Api owner = person("olga", "m-remove", "owner");
    Api member = person("mia", "m-remove", "member");
    JsonPath me = member.me();
    JsonPath token = member.create("mia's", "tokens:read");
    owner.delete("/api/v1/members/mia").then().statusCode(204);
    assertThat(Snapshots.of(token.getString("id")).getString("revokedAt")).isNotNull();
    owner
        .get("/api/v1/tokens/" + token.getString("id"))
        .then()
        .body("status", equalTo("revoked"))
        .body("revocation.by", equalTo("olga"));
    Api.withToken(token, me).get("/api/v1/tokens").then().statusCode(401);
    member.get("/api/v1/me").then().statusCode(403);
    member.get("/api/v1/tokens").then().statusCode(403);
    owner.get("/api/v1/members/mia").then().statusCode(404);
    owner.delete("/api/v1/members/mia").then().statusCode(404);
  }

  @Test
  void theLastOwnerStaysOwner() {
    Api owner = person("olga", "m-last", "owner");
    owner.patch("/api/v1/members/olga", MEMBER).then().statusCode(409);
    owner.delete("/api/v1/members/olga").then().statusCode(409);
    person("otto", "m-last", "owner");
    owner.patch("/api/v1/members/olga", MEMBER).then().statusCode(200);
    owner.get("/api/v1/me").then().body("role", equalTo("member"));
  }

  @Test
  @Tag("SCP-1")
  void nobodyGivesOrTakesARoleAboveTheirOwn() {
    person("olga", "m-rank", "owner");
    person("otto", "m-rank", "owner");
    Api admin = person("adam", "m-rank", "admin");
    person("mia", "m-rank", "member");
    admin.patch("/api/v1/members/mia", OWNER).then().statusCode(403);
    admin.patch("/api/v1/members/adam", OWNER).then().statusCode(403);
    admin.patch("/api/v1/members/otto", MEMBER).then().statusCode(403);
    admin.delete("/api/v1/members/otto").then().statusCode(403);
    Api token = Api.withToken(admin.create("people", "members:write"), admin.me());
    token.patch("/api/v1/members/mia", "{\"role\":\"admin\"}").then().statusCode(403);
    token.patch("/api/v1/members/mia", VIEWER).then().statusCode(200);
    Api weak = Api.withToken(admin.create("data", "demo:read"), admin.me());
    weak.patch("/api/v1/members/mia", MEMBER).then().statusCode(403);
    admin.patch("/api/v1/members/mia", "{\"role\":\"admin\"}").then().statusCode(200);
    admin.patch("/api/v1/members/mia", "{}").then().statusCode(400);
  }

  @Test
  @Tag("SCP-6")
  @Tag("REV-7")
  void tenThousandTokensFollow() throws SQLException {
    Api owner = person("olga", "m-many", "owner");
    person("mia", "m-many", "member");
    UUID organization = UUID.fromString(owner.me().getString("organization.id"));
    Rows.update(
        "tokens_app",
        """
        INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
            environment, lookup, prefix, last_four, scopes, created_at, version,
            family_id)
        SELECT id, ?, 'user', 'mia', 'mia', 'many', 'personal', 'live',
               'p1.' || encode(sha256(id::text::bytea), 'hex'), 'dwp_live_', 'abcd',
               '{demo:read}', now(), 1, id
          FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, 10000)) AS many
        """,
        organization);
    owner.patch("/api/v1/members/mia", VIEWER).then().statusCode(200);
    assertThat(versions(organization, 2)).isEqualTo(10_000);
    owner.delete("/api/v1/members/mia").then().statusCode(204);
    assertThat(versions(organization, 3)).isEqualTo(10_000);
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.audit_log WHERE organization_id = ?"
                    + " AND action = 'token.revoked'",
                organization))
        .isEqualTo(10_000);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> Rows.count("SELECT count(*) FROM tokens.outbox") == 0);
  }

  private static long versions(UUID organization, int version) {
    return Rows.count(
        "SELECT count(*) FROM tokens.token WHERE organization_id = ? AND version = ?",
        organization,
        version);
  }

  private static Api person(String subject, String organization, String role) {
    Api api = Api.as(subject, organization, role);
    api.me();
    return api;
  }
}
