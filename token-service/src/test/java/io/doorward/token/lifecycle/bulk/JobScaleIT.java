package io.doorward.token.lifecycle.bulk;

import static io.doorward.token.lifecycle.bulk.JobCalls.accepted;
import static io.doorward.token.lifecycle.bulk.JobCalls.ended;
import static io.doorward.token.lifecycle.bulk.JobCalls.filter;
import static io.doorward.token.lifecycle.bulk.JobCalls.path;
import static io.doorward.token.lifecycle.bulk.JobCalls.person;
import static io.doorward.token.lifecycle.bulk.JobCalls.rehearsed;
import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
class JobScaleIT {
  private static final Logger LOG = Logger.getLogger(JobScaleIT.class);
  private static final int MANY = 10_000;

  /** The bound that is promised; on a quiet machine it takes a fraction of it. */
  private static final Duration BOUND = Duration.ofSeconds(30);

  @ParameterizedTest
  @CsvSource({"revoke, revoked", "suspend, suspended", "rotate, rotated", "edit, updated"})
  void tenThousandTokens(String action, String entry) throws SQLException {
    Api owner = person("olga", "j-many-" + action, "owner");
    UUID organization = UUID.fromString(owner.me().getString("organization.id"));
    fill(organization);
    String more =
        action.equals("edit")
            ? "\"parameters\":{\"edit\":{\"limits\":{\"perMinute\":5},\"tags\":[\"x\"]}}"
            : "\"reason\":\"all of them\"";
    JsonPath dry = rehearsed(owner, action, filter(""), more);
    Instant begin = Instant.now();

    JsonPath job =
        accepted(
            owner, action, filter(""), more + ",\"digest\":\"" + dry.getString("digest") + "\"");
    Duration asked = Duration.between(begin, Instant.now());
    // Ordinary traffic goes on meanwhile.
    String other = owner.create("other", "demo:read").getString("id");
    owner.post("/api/v1/tokens/" + other + "/revoke").then().statusCode(200);
    JsonPath end = ended(owner, job);

    Duration took = Duration.between(begin, Instant.parse(end.getString("finishedAt")));
    LOG.infof(
        "%s of %d tokens: accepted after %d ms, done after %d ms",
        action, MANY, asked.toMillis(), took.toMillis());
    assertThat(end.getInt("progress.changed")).isEqualTo(MANY);
    assertThat(took).isLessThan(BOUND);
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.token WHERE organization_id = ? AND version = 2"
                    + " AND name = 'many'",
                organization))
        .isEqualTo(MANY);
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.audit_log WHERE organization_id = ?"
                    + " AND action = ? AND evidence->>'job' = ?",
                organization,
                "token." + entry,
                job.getString("id")))
        .isEqualTo(MANY);
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.token_job_item WHERE job_id = ?"
                    + " AND outcome = 'changed'",
                UUID.fromString(job.getString("id"))))
        .isEqualTo(MANY);
    if (action.equals("rotate")) {
      JsonPath secrets = owner.post(path(job) + "/secrets?limit=100").jsonPath();
      assertThat(secrets.getList("items")).hasSize(100);
      assertThat(secrets.getInt("remaining")).isEqualTo(MANY - 100);
    }
  }

  private static void fill(UUID organization) throws SQLException {
    Rows.update(
        "tokens_app",
        """
        INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
            environment, lookup, prefix, last_four, scopes, created_at, version, family_id)
        SELECT id, ?, 'user', 'olga', 'olga', 'many', 'personal', 'live',
               'p1.' || encode(sha256(id::text::bytea), 'hex'), 'dwp_live_', 'abcd',
               '{demo:read}', now(), 1, id
          FROM (SELECT gen_random_uuid() AS id FROM generate_series(1, ?)) AS many
        """,
        organization,
        MANY);
  }
}
