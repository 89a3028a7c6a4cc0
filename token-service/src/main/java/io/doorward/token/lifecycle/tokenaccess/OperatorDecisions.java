package io.doorward.token.lifecycle.tokenaccess;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;

/** The operator's decisions, which nobody changes or removes. */
@ApplicationScoped
class OperatorDecisions {
  private static final String STANDING =
      "SELECT revision, enabled FROM tokens.operator_decision ORDER BY seq DESC LIMIT 1";

  private static final String ADD =
      """
      INSERT INTO tokens.operator_decision (revision, enabled, decided_at, replica)
      VALUES ($1, $2, $3, $4)
      """;

  /** The one in force. */
  Uni<OperatorDecision> standing(SqlConnection sql) {
    return sql.query(STANDING)
        .execute()
        .map(
            rows -> {
              if (rows.size() == 0) {
                return OperatorDecision.NONE;
              }
              Row row = rows.iterator().next();
              return new OperatorDecision(row.getLong("revision"), row.getBoolean("enabled"));
            });
  }

  /** Records that it is in force from now on; under the lock of the barriers of all. */
  Uni<Void> add(SqlConnection sql, OperatorDecision decision, Instant at, String replica) {
    return sql.preparedQuery(ADD)
        .execute(
            Tuple.of(decision.revision(), decision.enabled(), at.atOffset(ZoneOffset.UTC), replica))
        .replaceWithVoid();
  }
}
