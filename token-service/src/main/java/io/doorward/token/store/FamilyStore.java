package io.doorward.token.store;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads what rotation made of one token. */
@ApplicationScoped
public class FamilyStore {
  private static final String LOCK_LIVING =
      """
      SELECT id FROM tokens.token
       WHERE organization_id = $1 AND family_id = $2 AND revoked_at IS NULL
         AND (expires_at IS NULL OR expires_at > $3)
         AND (rotated_at IS NULL OR overlap_until > $3)
       ORDER BY id FOR UPDATE
      """;

  private final TokenStore tokens;

  @Inject
  FamilyStore(TokenStore tokens) {
    this.tokens = tokens;
  }

  /**
   * The members that would be accepted now if they were not suspended, locked until the transaction
   * ends. One that is made meanwhile is not among them: whoever calls this holds the organization,
   * for which rotation has to wait.
   */
  public Uni<List<StoredToken>> lockLiving(
      SqlConnection sql, UUID organizationId, UUID family, Instant now) {
    return sql.preparedQuery(LOCK_LIVING)
        .execute(Tuple.of(organizationId, family, now.atOffset(ZoneOffset.UTC)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID("id"))
                    .toList())
        .chain(ids -> tokens.findAll(sql, ids));
  }
}
