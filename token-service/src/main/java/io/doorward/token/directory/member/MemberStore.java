package io.doorward.token.directory.member;

import io.doorward.contract.scope.Role;
import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** The rows of members; one who was removed is not there. */
@ApplicationScoped
class MemberStore {
  private static final String PAGE =
      """
      SELECT * FROM tokens.member
       WHERE organization_id = $1 AND subject > $2 AND removed_at IS NULL
       ORDER BY subject LIMIT $3
      """;

  private static final String FIND =
      """
      SELECT * FROM tokens.member
       WHERE organization_id = $1 AND subject = $2 AND removed_at IS NULL
      """;

  /** Changes of members of one organization come one after the other. */
  private static final String LOCK =
      "SELECT 1 FROM tokens.organization WHERE id = $1 FOR NO KEY UPDATE";

  private static final String OWNERS =
      """
      SELECT count(*) FROM tokens.member
       WHERE organization_id = $1 AND role = 'owner' AND removed_at IS NULL
      """;

  private static final String CHANGE =
      "UPDATE tokens.member SET role = $3 WHERE organization_id = $1 AND subject = $2";

  private static final String REMOVE =
      """
      UPDATE tokens.member SET removed_at = $3, removed_by = $4
       WHERE organization_id = $1 AND subject = $2
      """;

  Uni<List<MemberView>> page(SqlConnection sql, Slice slice) {
    return sql.preparedQuery(PAGE)
        .execute(Tuple.of(slice.organizationId(), slice.after(), slice.fetch()))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(MemberView::of).toList());
  }

  Uni<Optional<MemberView>> find(SqlConnection sql, UUID organizationId, String subject) {
    return sql.preparedQuery(FIND)
        .execute(Tuple.of(organizationId, subject))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false).map(MemberView::of).findFirst());
  }

  Uni<Void> lock(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(LOCK).execute(Tuple.of(organizationId)).replaceWithVoid();
  }

  Uni<Long> owners(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(OWNERS)
        .execute(Tuple.of(organizationId))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  Uni<Void> change(SqlConnection sql, UUID organizationId, String subject, Role role) {
    return sql.preparedQuery(CHANGE)
        .execute(Tuple.of(organizationId, subject, role.wireName()))
        .replaceWithVoid();
  }

  Uni<Void> remove(SqlConnection sql, UUID organizationId, String subject, Instant at, String by) {
    return sql.preparedQuery(REMOVE)
        .execute(Tuple.of(organizationId, subject, at.atOffset(ZoneOffset.UTC), by))
        .replaceWithVoid();
  }
}
