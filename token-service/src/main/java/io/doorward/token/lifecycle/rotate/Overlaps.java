package io.doorward.token.lifecycle.rotate;

import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * How many replaced secrets of a family are accepted at a time. Each has limits of its own, and no
 * rotation counts as a creation, so without a bound rotating would be a way round both. Whatever
 * can be added to a family is added by who holds its newest token's row: the count holds meanwhile.
 */
@ApplicationScoped
public class Overlaps {
  /** The one before, and one more for holders who have not gone over yet. */
  static final int MOST = 2;

  private static final String FULL =
      """
      SELECT family_id FROM tokens.token
       WHERE family_id = ANY ($1) AND overlap_until > $2
         AND rotated_at IS NOT NULL AND revoked_at IS NULL
         AND (expires_at IS NULL OR expires_at > $2)
       GROUP BY family_id HAVING count(*) >= $3
      """;

  /** The families of these tokens in which no further secret may be in its overlap. */
  public Uni<Set<UUID>> full(
      SqlConnection sql, List<StoredToken> tokens, Duration overlap, Instant now) {
    if (overlap.isZero() || tokens.isEmpty()) {
      return Uni.createFrom().item(Set.of());
    }
    UUID[] families =
        tokens.stream().map(token -> token.lineage().family()).distinct().toArray(UUID[]::new);
    return sql.preparedQuery(FULL)
        .execute(Tuple.of(families, now.atOffset(ZoneOffset.UTC), MOST))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID("family_id"))
                    .collect(Collectors.toSet()));
  }
}
