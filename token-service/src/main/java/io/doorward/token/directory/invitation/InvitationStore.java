package io.doorward.token.directory.invitation;

import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The rows of invitations; an open one is neither accepted nor withdrawn nor expired. */
@ApplicationScoped
class InvitationStore {
  private static final String MEMBER =
      """
      SELECT 1 FROM tokens.member
       WHERE organization_id = $1 AND lower(email) = $2 AND removed_at IS NULL LIMIT 1
      """;

  private static final String CLEAR =
      """
      UPDATE tokens.invitation SET withdrawn_at = $3
       WHERE organization_id = $1 AND email = $2 AND accepted_at IS NULL
         AND withdrawn_at IS NULL AND expires_at <= $3
      """;

  private static final String INSERT =
      """
      INSERT INTO tokens.invitation
          (id, organization_id, email, role, invited_by, created_at, expires_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      ON CONFLICT (organization_id, email) WHERE accepted_at IS NULL AND withdrawn_at IS NULL
      DO NOTHING
      """;

  private static final String PAGE =
      """
      SELECT * FROM tokens.invitation
       WHERE organization_id = $1 AND email > $2 AND accepted_at IS NULL
         AND withdrawn_at IS NULL AND expires_at > $3
       ORDER BY email LIMIT $4
      """;

  private static final String LOCK =
      """
      SELECT * FROM tokens.invitation
       WHERE organization_id = $1 AND id = $2 AND accepted_at IS NULL
         AND withdrawn_at IS NULL AND expires_at > $3
         FOR UPDATE
      """;

  private static final String WITHDRAW =
      "UPDATE tokens.invitation SET withdrawn_at = $2 WHERE id = $1";

  /** Whether the address is a member's already. */
  Uni<Boolean> isMember(SqlConnection sql, UUID organizationId, String email) {
    return sql.preparedQuery(MEMBER)
        .execute(Tuple.of(organizationId, email))
        .map(rows -> rows.size() > 0);
  }

  /** Whether it was added; not if one for the address is open. */
  Uni<Boolean> insert(SqlConnection sql, UUID organizationId, InvitationView i) {
    OffsetDateTime now = time(i.createdAt());
    return sql.preparedQuery(CLEAR)
        .execute(Tuple.of(organizationId, i.email(), now))
        .chain(
            () ->
                sql.preparedQuery(INSERT)
                    .execute(
                        Tuple.from(
                            new Object[] {
                              i.id(),
                              organizationId,
                              i.email(),
                              i.role().wireName(),
                              i.invitedBy(),
                              now,
                              time(i.expiresAt())
                            })))
        .map(rows -> rows.rowCount() == 1);
  }

  Uni<List<InvitationView>> page(SqlConnection sql, Slice slice, Instant now) {
    return sql.preparedQuery(PAGE)
        .execute(Tuple.of(slice.organizationId(), slice.after(), time(now), slice.fetch()))
        .map(InvitationStore::all);
  }

  Uni<Optional<InvitationView>> lock(SqlConnection sql, UUID organizationId, UUID id, Instant now) {
    return sql.preparedQuery(LOCK)
        .execute(Tuple.of(organizationId, id, time(now)))
        .map(rows -> all(rows).stream().findFirst());
  }

  Uni<Void> withdraw(SqlConnection sql, UUID id, Instant now) {
    return sql.preparedQuery(WITHDRAW).execute(Tuple.of(id, time(now))).replaceWithVoid();
  }

  private static List<InvitationView> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(InvitationView::of).toList();
  }

  private static OffsetDateTime time(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
