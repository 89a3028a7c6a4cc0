package io.doorward.token.lifecycle.bulk;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * Tokens that a schedule made and whose secret waits for the holder of the old one. A job that
 * replaced them would leave that holder with a secret that is good for nothing.
 */
@ApplicationScoped
class Handovers {
  private static final String WAITING =
      """
      SELECT successor_id FROM tokens.waiting_successor
       WHERE organization_id = $1 AND collected_at IS NULL AND sealed IS NOT NULL
         AND waits_until > $2
      """;

  Uni<Set<UUID>> waiting(SqlConnection sql, UUID organizationId, Instant now) {
    return sql.preparedQuery(WAITING)
        .execute(Tuple.of(organizationId, now.atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID(0))
                    .collect(Collectors.toSet()));
  }
}
