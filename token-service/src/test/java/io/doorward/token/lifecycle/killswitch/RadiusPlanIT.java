package io.doorward.token.lifecycle.killswitch;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.token.TokenType;
import io.doorward.test.stack.StackResource;
import io.doorward.token.database.Database;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is asked while no token of the organization can be made does not read all there are. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
class RadiusPlanIT {
  /** A standing switch lies after every token that was there. */
  private static final Instant AFTER_ALL = Instant.parse("2026-03-01T00:00:00Z");

  private static final String FILL =
      """
      INSERT INTO tokens.token (id, organization_id, owner_kind, owner_id, created_by, name, type,
          environment, lookup, prefix, last_four, scopes, created_at, version, family_id)
      SELECT id, '%s', 'user', 'olga', 'olga', 'one of many', 'personal', 'live',
             'p1.' || encode(sha256(convert_to(id::text, 'UTF8')), 'hex'), 'dwp_live_', 'abcd',
             '{read}', '2026-02-01Z'::timestamptz + i * interval '1 minute', 1, id
        FROM (SELECT i, gen_random_uuid() AS id FROM generate_series(1, 5000) i) t
      """;

  @Inject Database database;
  private UUID organization;

  @BeforeEach
  void fill() throws SQLException {
    String slug = "radius-" + UUID.randomUUID().toString().substring(0, 8);
    organization = UUID.fromString(Api.as("olga", slug, "owner").me().getString("organization.id"));
    Rows.run("tokens_owner", FILL.formatted(organization));
    Rows.run("tokens_owner", "VACUUM (ANALYZE) tokens.token");
  }

  private String plan(String statement, Tuple arguments) {
    return database
        .connection(sql -> sql.preparedQuery("EXPLAIN " + statement).execute(arguments))
        .map(
            lines ->
                StreamSupport.stream(lines.spliterator(), false)
                    .map(line -> line.getString(0))
                    .collect(Collectors.joining("\n")))
        .await()
        .atMost(Duration.ofSeconds(10));
  }

  @Test
  void theNewestTokenIsFoundByAnIndex() {
    assertThat(plan(Radius.NEWEST, Tuple.of(organization)))
        .contains("token_newest")
        .doesNotContain("Seq Scan");
  }

  @Test
  void whetherAnyWasMadeSinceIsFoundByAnIndex() {
    for (Target target : new Target[] {new Target(null, null), new Target(TokenType.AGENT, null)}) {
      assertThat(plan(Radius.SINCE, Radius.arguments(organization, target, AFTER_ALL)))
          .as("%s", target)
          .contains("token_newest")
          .doesNotContain("Seq Scan");
    }
  }
}
