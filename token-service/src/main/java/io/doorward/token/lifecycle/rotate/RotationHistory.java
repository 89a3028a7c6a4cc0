package io.doorward.token.lifecycle.rotate;

import io.doorward.token.change.Cause;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Which token became which: rows are only ever added. */
@ApplicationScoped
class RotationHistory {
  private static final String INSERT =
      """
      INSERT INTO tokens.rotation (predecessor_id, successor_id, organization_id, family_id, at,
          by_kind, by_id, reason, overlap_until)
      SELECT id, successor_id, organization_id, family_id, rotated_at, $2, $3, $4, overlap_until
        FROM tokens.token WHERE id = ANY ($1)
      """;

  private static final String OF_FAMILY =
      """
      SELECT predecessor_id, successor_id, at, by_id, reason, overlap_until
        FROM tokens.rotation WHERE organization_id = $1 AND family_id = $2
       ORDER BY at, predecessor_id LIMIT 1000
      """;

  /** Adds the rotations that the old tokens' rows tell of, in the same transaction. */
  Uni<Void> add(SqlConnection sql, List<UUID> old, Cause cause) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.of(
                old.toArray(UUID[]::new),
                cause.actor().kind().name().toLowerCase(Locale.ROOT),
                cause.actor().id(),
                cause.reason()))
        .replaceWithVoid();
  }

  Uni<List<FamilyView.Step>> of(SqlConnection sql, UUID organizationId, UUID family) {
    return sql.preparedQuery(OF_FAMILY)
        .execute(Tuple.of(organizationId, family))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(RotationHistory::step)
                    .toList());
  }

  private static FamilyView.Step step(Row row) {
    return new FamilyView.Step(
        row.getUUID("predecessor_id"),
        row.getUUID("successor_id"),
        row.getOffsetDateTime("at").withOffsetSameInstant(ZoneOffset.UTC).toInstant(),
        row.getString("by_id"),
        row.getString("reason"),
        row.getOffsetDateTime("overlap_until").toInstant());
  }
}
