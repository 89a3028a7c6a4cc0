package io.doorward.token.directory.agent;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.StreamSupport;

/**
 * The runs of the organization's agents. A record of what was done, not a change of the directory.
 */
@ApplicationScoped
class Executions {
  private static final String START =
      """
      INSERT INTO tokens.agent_execution (id, agent_id, started_by, token_id, started_at)
      VALUES ($1, $2, $3, $4, $5) RETURNING *
      """;

  private static final String FINISH =
      """
      UPDATE tokens.agent_execution
         SET finished_at = GREATEST($3, started_at), outcome = $4, error = $5
       WHERE agent_id = $1 AND id = $2 AND outcome IS NULL RETURNING *
      """;

  private static final String THERE =
      "SELECT 1 FROM tokens.agent_execution WHERE agent_id = $1 AND id = $2";

  private static final String PAGE =
      """
      SELECT * FROM tokens.agent_execution
       WHERE agent_id = $1 AND ($2::bigint IS NULL OR seq < $2) ORDER BY seq DESC LIMIT $3
      """;

  /** Counts are kept by the database; only for the percentile are runs looked at, so many. */
  static final String TOTALS =
      """
      SELECT coalesce(sum(running + succeeded + failed + cancelled), 0)::bigint AS executions,
             coalesce(sum(running), 0)::bigint AS running,
             coalesce(sum(succeeded), 0)::bigint AS succeeded,
             coalesce(sum(failed), 0)::bigint AS failed,
             coalesce(sum(cancelled), 0)::bigint AS cancelled,
             (sum(took) / 1000.0 / nullif(sum(succeeded + failed + cancelled), 0))::float8
               AS average,
             (SELECT percentile_cont(0.95) WITHIN GROUP (ORDER BY millis)
                FROM (SELECT (extract(epoch FROM finished_at - started_at) * 1000)::float8 AS millis
                        FROM tokens.agent_execution WHERE agent_id = $1
                       ORDER BY seq DESC LIMIT 10000) AS e) AS p95
        FROM tokens.agent_execution_total WHERE agent_id = $1
      """;

  private final Database database;
  private final AgentStore agents;
  private final Clock clock;

  @Inject
  Executions(Database database, AgentStore agents, Clock clock) {
    this.database = database;
    this.agents = agents;
    this.clock = clock;
  }

  /**
   * A run in the list.
   *
   * @param seq its place in the order of starts
   */
  record Placed(long seq, ExecutionView view) {
    static Placed of(Row row) {
      return new Placed(row.getLong("seq"), ExecutionView.of(row));
    }
  }

  Uni<ExecutionView> start(Principal principal, UUID agent) {
    UUID token = principal.token() == null ? null : principal.token().id();
    return with(
        principal,
        agent,
        sql ->
            sql.preparedQuery(START)
                .execute(Tuple.of(UUID.randomUUID(), agent, principal.subject(), token, now()))
                .map(rows -> ExecutionView.of(rows.iterator().next())));
  }

  Uni<ExecutionView> finish(
      Principal principal, UUID agent, UUID id, Outcome outcome, String error) {
    return with(
        principal,
        agent,
        sql ->
            sql.preparedQuery(FINISH)
                .execute(
                    Tuple.of(agent, id, now(), outcome.wireName(), error.isEmpty() ? null : error))
                .chain(
                    rows ->
                        rows.size() == 1
                            ? Uni.createFrom().item(ExecutionView.of(rows.iterator().next()))
                            : refuse(sql, agent, id)));
  }

  Uni<List<Placed>> page(Principal principal, UUID agent, Slice slice) {
    return with(
        principal,
        agent,
        sql ->
            sql.preparedQuery(PAGE)
                .execute(Tuple.of(agent, slice.afterNumber(), slice.fetch()))
                .map(
                    rows ->
                        StreamSupport.stream(rows.spliterator(), false).map(Placed::of).toList()));
  }

  Uni<ExecutionTotals> totals(Principal principal, UUID agent) {
    return with(
        principal,
        agent,
        sql ->
            sql.preparedQuery(TOTALS)
                .execute(Tuple.of(agent))
                .map(rows -> ExecutionTotals.of(rows.iterator().next())));
  }

  private static Uni<ExecutionView> refuse(SqlConnection sql, UUID agent, UUID id) {
    return sql.preparedQuery(THERE)
        .execute(Tuple.of(agent, id))
        .map(
            rows -> {
              throw rows.size() == 0
                  ? ProblemException.notFound()
                  : ProblemException.of(
                      ErrorCode.CONFLICT, "The run is finished; its outcome stands.");
            });
  }

  private <T> Uni<T> with(Principal principal, UUID agent, Function<SqlConnection, Uni<T>> work) {
    return database.transaction(
        sql ->
            agents
                .own(sql, principal, agent)
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .chain(() -> work.apply(sql)));
  }

  private OffsetDateTime now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
  }
}
