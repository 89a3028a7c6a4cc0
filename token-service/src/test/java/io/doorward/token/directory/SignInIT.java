package io.doorward.token.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S3")
class SignInIT {

  @Test
  void manyFirstSignInsAtOnceMakeOneOrganizationAndOneMember() throws Exception {
    Api first = Api.as("fred", "brand-new", "admin");
    Api second = Api.as("fiona", "brand-new", "member");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> first.me().getString("organization.id"));
        calls.add(() -> second.me().getString("organization.id"));
      }
      Set<String> organizations = new HashSet<>();
      for (Future<String> organization : threads.invokeAll(calls)) {
        organizations.add(organization.get());
      }
      assertThat(organizations).hasSize(1);
    } finally {
      threads.shutdown();
    }
    assertThat(members("brand-new")).isEqualTo(2);
    assertThat(entries("brand-new", "organization.created")).hasSize(1);
    assertThat(entries("brand-new", "member.joined"))
        .extracting(entry -> entry.get("target_id"), entry -> entry.get("role"))
        .containsExactlyInAnyOrder(tuple("fred", "admin"), tuple("fiona", "member"));
  }

  @Test
  @Tag("LOG-3")
  void whoComesInIsInTheAuditLogOnceWithRoleAndReason() {
    Api owner = Api.as("ines", "joined", "owner");
    owner.me();
    owner.me();
    Api.as("jan", "joined", "viewer").me();
    invite(owner, "kim@joined.example", "admin");
    Api kim = Api.as("kim", "joined", "viewer");
    kim.me();
    kim.me();
    assertThat(entries("joined", "organization.created"))
        .containsExactly(
            Map.of(
                "actor_id", "ines",
                "target_kind", "organization",
                "target_id", owner.me().getString("organization.id"),
                "slug", "joined"));
    assertThat(entries("joined", "member.joined"))
        .containsExactly(
            joined("ines", "owner", "claim"),
            joined("jan", "viewer", "claim"),
            joined("kim", "admin", "invitation"));
    owner.get("/api/v1/audit/verify").then().statusCode(200).body("intact", equalTo(true));
  }

  @Test
  @Tag("LOG-3")
  void whoWasRemovedJoinsAgainByInvitationOnly() {
    Api owner = Api.as("ines", "rejoined", "owner");
    Api lea = Api.as("lea", "rejoined", "admin");
    owner.me();
    lea.me();
    owner.delete("/api/v1/members/lea").then().statusCode(204);
    lea.get("/api/v1/me").then().statusCode(403);
    invite(owner, "lea@rejoined.example", "viewer");
    lea.me();
    assertThat(entries("rejoined", "member.joined"))
        .containsExactly(
            joined("ines", "owner", "claim"),
            joined("lea", "admin", "claim"),
            joined("lea", "viewer", "invitation"));
  }

  private static Map<String, Object> joined(String subject, String role, String by) {
    return Map.of(
        "actor_id", subject,
        "target_kind", "member",
        "target_id", subject,
        "role", role,
        "by", by);
  }

  private static void invite(Api who, String email, String role) {
    who.post("/api/v1/invitations", "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role))
        .then()
        .statusCode(201);
  }

  /** In their order; what an entry does not have is left out. */
  private static List<Map<String, Object>> entries(String organization, String action) {
    return Rows.query(
            "SELECT a.actor_id, a.target_kind, a.target_id, a.after->>'slug' AS slug,"
                + " a.after->>'role' AS role, a.after->>'by' AS by FROM tokens.audit_log a"
                + " JOIN tokens.organization o ON o.id = a.organization_id"
                + " WHERE o.slug = ? AND a.action = ? ORDER BY a.id",
            organization,
            action)
        .stream()
        .<Map<String, Object>>map(HashMap::new)
        .peek(entry -> entry.values().removeIf(Objects::isNull))
        .toList();
  }

  @Test
  @Tag("SCP-3")
  void theRowCountsAfterTheFirstSignInAndNotTheClaim() {
    Api.as("gina", "claims", "viewer").me();
    Api.as("gina", "claims", "owner")
        .get("/api/v1/me")
        .then()
        .statusCode(200)
        .body("role", equalTo("viewer"))
        .body("organization.slug", equalTo("claims"));
    Api.as("gina", "claims", "owner")
        .post("/api/v1/tokens", Api.body("x", "read"))
        .then()
        .statusCode(403);
  }

  @Test
  void anOrganizationThatIsNoSlugIsRefused() {
    Api.as("hugo", "Not A Slug", "owner").get("/api/v1/me").then().statusCode(401);
  }

  private static long members(String organization) {
    return Rows.count(
        "SELECT count(*) FROM tokens.member m JOIN tokens.organization o"
            + " ON o.id = m.organization_id WHERE o.slug = ?",
        organization);
  }
}
