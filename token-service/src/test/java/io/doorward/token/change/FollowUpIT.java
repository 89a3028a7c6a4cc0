package io.doorward.token.change;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An owner with more tokens than one transaction reaches. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
class FollowUpIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final String VIEWER = "{\"role\":\"viewer\"}";

  private static final String FILL =
      """
      INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
          environment, lookup, prefix, last_four, scopes, created_at, version, family_id)
      SELECT id, '%s', 'user', 'mia', 'mia', 'many', 'personal', 'live',
             'p1.' || encode(sha256(id::text::bytea), 'hex'), 'dwp_live_', 'abcd', '{demo:read}',
             now(), 1, id
        FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, %d)) AS many
      """;

  @Inject FollowUps followUps;
  private Api owner;
  private UUID organization;

  @BeforeEach
  void aNewOrganization() {
    String slug = "follow-" + UUID.randomUUID().toString().substring(0, 8);
    owner = Api.as("olga", slug, "owner");
    organization = UUID.fromString(owner.me().getString("organization.id"));
    Api.as("mia", slug, "member").me();
  }

  private void fill(int count) throws SQLException {
    Rows.run("tokens_owner", FILL.formatted(organization, count));
  }

  private long versions(int version) {
    return Rows.count(
        "SELECT count(*) FROM tokens.token WHERE organization_id = ? AND version = ?",
        organization,
        version);
  }

  private List<String> ids() {
    return Rows.query(
            "SELECT id FROM tokens.token WHERE organization_id = ? ORDER BY id", organization)
        .stream()
        .map(row -> row.get("id").toString())
        .toList();
  }

  private boolean finished() {
    return Rows.count(
            "SELECT count(*) FROM tokens.follow_up WHERE organization_id = ?"
                + " AND finished_at IS NULL",
            organization)
        == 0;
  }

  @Test
  @Tag("S6")
  @Tag("SCP-6")
  void beyondTheBoundAPlanOrARoleHoldsAtOnceAndTheTokensFollowOnceEach() throws Exception {
    fill(10_001);
    owner
        .patch("/api/v1/organization", "{\"plan\":\"pro\"}")
        .then()
        .statusCode(200)
        .body("plan", equalTo("pro"))
        .body("tokensFollow", equalTo(true));
    owner
        .get("/api/v1/organization")
        .then()
        .body("plan", equalTo("pro"))
        .body("tokensFollow", nullValue());
    assertThat(
            Snapshots.of(owner.create("new", "demo:read").getString("id"))
                .getInt("limits.perMinute"))
        .isEqualTo(6000);
    // Replicas at once.
    Uni.join()
        .all(followUps.all(), followUps.all(), followUps.all())
        .andFailFast()
        .await()
        .atMost(PATIENCE);
    await().atMost(PATIENCE).until(this::finished);
    assertThat(versions(2)).isGreaterThanOrEqualTo(10_001);
    assertThat(versions(3)).isZero();
    for (String id : List.of(ids().get(0), ids().get(5_000), ids().get(10_001))) {
      assertThat(Snapshots.of(id).getInt("limits.perMinute")).isEqualTo(6000);
    }
    owner
        .patch("/api/v1/members/mia", VIEWER)
        .then()
        .statusCode(200)
        .body("role", equalTo("viewer"))
        .body("tokensFollow", equalTo(true));
    await().atMost(PATIENCE).until(this::finished);
    assertThat(versions(3)).isEqualTo(10_001);
  }

  @Test
  void whatWasDoneBeforeACrashIsNotDoneAgain() throws Exception {
    fill(1_200);
    String half = ids().get(599);
    Rows.run(
        "tokens_owner",
        """
        INSERT INTO tokens.follow_up
          (id, organization_id, owner_kind, owner_id, actor_kind, actor_id, request_id, at, done_to)
        VALUES (gen_random_uuid(), '%s', 'user', 'mia', 'user', 'olga', 'none', now(), '%s')
        """
            .formatted(organization, half));
    await().atMost(PATIENCE).until(this::finished);
    assertThat(versions(1)).isEqualTo(600);
    assertThat(versions(2)).isEqualTo(600);
  }

  @Test
  @Tag("REV-7")
  void whatMustEndWithItsOwnerIsRefusedBeyondTheBoundWithAWayOut() throws Exception {
    fill(20_001);
    owner
        .delete("/api/v1/members/mia")
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"))
        .body("detail", containsString("20000 tokens"))
        .body("detail", containsString("/api/v1/kill-switches"));
    owner.get("/api/v1/members/mia").then().statusCode(200);
    assertThat(versions(1)).isEqualTo(20_001);
  }
}
