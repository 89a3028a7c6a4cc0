package io.doorward.token.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.StackResource;
import io.doorward.token.database.Database;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A page of a long audit log reads about a page, whatever it is filtered by. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
@Tag("X4")
class AuditPlanIT {
  private static final int MANY = 30_000;
  private static final Pattern READ =
      Pattern.compile("actual rows=([0-9]+)(?:\\.[0-9]+)? loops=([0-9]+)");
  private static final Pattern REMOVED = Pattern.compile("Rows Removed by Filter: ([0-9]+)");

  /** Past the chain, which this is not about: three actions, one seldom and long ago. */
  private static final String FILL =
      """
      SET session_replication_role = replica;
      INSERT INTO tokens.audit_log (organization_id, at, actor_kind, actor_id, action,
          target_kind, target_id, request_id)
      SELECT '%1$s', now() - (%2$d - n) * interval '1 second', 'user',
             CASE WHEN n %% 2 = 0 THEN 'busy' ELSE 'busier' END,
             CASE WHEN n = 7 THEN 'policy.changed' WHEN n %% 2 = 0 THEN 'token.created'
                  ELSE 'token.revoked' END,
             'token', n::text, 'none'
        FROM generate_series(1, %2$d) n
      """;

  @Inject Database database;
  private UUID organization;

  @BeforeEach
  void fill() throws SQLException {
    organization = organization();
    // Others' come before and after.
    Rows.run("postgres", FILL.formatted(organization(), MANY));
    Rows.run("postgres", FILL.formatted(organization, MANY));
    Rows.run("postgres", FILL.formatted(organization(), MANY));
    Rows.run("tokens_owner", "VACUUM (ANALYZE) tokens.audit_log");
  }

  private static UUID organization() {
    String slug = "long-log-" + UUID.randomUUID().toString().substring(0, 8);
    return UUID.fromString(Api.as("olga", slug, "owner").me().getString("organization.id"));
  }

  private String plan(Filter.Query query) {
    return plan(
        sql ->
            sql.preparedQuery("EXPLAIN (ANALYZE, TIMING off) " + query.sql())
                .execute(query.arguments()));
  }

  /** The plan that serves every argument, which a statement often asked gets. */
  private String genericPlan(Filter.Query query) {
    StringJoiner arguments = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < query.arguments().size(); i++) {
      arguments.add("'" + query.arguments().getValue(i) + "'");
    }
    String name = "p" + UUID.randomUUID().toString().replace("-", "");
    return plan(
        sql ->
            sql.query("SET LOCAL plan_cache_mode = force_generic_plan")
                .execute()
                .chain(() -> sql.query("PREPARE " + name + " AS " + query.sql()).execute())
                .chain(
                    () ->
                        sql.query("EXPLAIN (ANALYZE, TIMING off) EXECUTE " + name + arguments)
                            .execute()));
  }

  private String plan(Function<SqlConnection, Uni<RowSet<Row>>> explain) {
    return database
        .inOrderOfIndices(explain)
        .map(
            lines ->
                StreamSupport.stream(lines.spliterator(), false)
                    .map(line -> line.getString(0))
                    .collect(Collectors.joining("\n")))
        .await()
        .atMost(Duration.ofSeconds(30));
  }

  @Test
  void whateverItIsFilteredBy() {
    for (Filter filter :
        new Filter[] {
          new Filter(null, null, null, null, null),
          new Filter(null, null, "nobody", null, null),
          new Filter(null, null, "busier", null, null),
          new Filter(null, null, null, "policy.*", null),
          new Filter(null, null, null, "policy.changed", null),
          new Filter(null, null, null, "nothing.*", null),
          new Filter(null, null, null, "*", null),
          new Filter(null, null, "busy", "policy.changed", null),
          new Filter(null, null, "busier", "token.created", null),
          new Filter(null, null, "busier", "token.c*", null),
          new Filter(null, null, "busy", "token.*", "9"),
        }) {
      for (Filter.Query query :
          new Filter.Query[] {
            filter.newestFirst(organization, null, 51),
            filter.newestFirst(organization, Long.MAX_VALUE - 1, 51),
            filter.oldestFirst(organization, 1L, 51)
          }) {
        for (String plan : List.of(plan(query), genericPlan(query))) {
          assertThat(looked(plan)).as("%s\n%s", filter, plan).isLessThan(1_000);
        }
      }
    }
  }

  /** Past the chain, the first one is found at once. */
  @Test
  void entriesWithoutALinkAreLookedForInTheOrganizationsOnly() {
    Filter.Query query =
        new Filter.Query(
            ChainReader.UNLINKED, Tuple.of(organization, Long.MIN_VALUE, Long.MAX_VALUE));
    for (String plan : List.of(plan(query), genericPlan(query))) {
      assertThat(looked(plan)).as(plan).isLessThan(10);
    }
  }

  /** The most rows that any step of the plan gave or threw away. */
  private static long looked(String plan) {
    long given =
        READ.matcher(plan)
            .results()
            .mapToLong(r -> Long.parseLong(r.group(1)) * Long.parseLong(r.group(2)))
            .max()
            .orElseThrow();
    return REMOVED
        .matcher(plan)
        .results()
        .map(MatchResult::group)
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .reduce(given, Math::max);
  }
}
