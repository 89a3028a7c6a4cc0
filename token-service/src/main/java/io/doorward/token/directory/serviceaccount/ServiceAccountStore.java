package io.doorward.token.directory.serviceaccount;

import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The rows of service accounts; a deleted one is not there. */
@ApplicationScoped
class ServiceAccountStore {
  private static final String PAGE =
      """
      SELECT * FROM tokens.service_account
       WHERE organization_id = $1 AND ($2::uuid IS NULL OR id > $2) AND deleted_at IS NULL
       ORDER BY id LIMIT $3
      """;

  private static final String FIND =
      """
      SELECT * FROM tokens.service_account
       WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL
      """;

  /** Only one at a time counts how many there are. */
  private static final String HOLD =
      "SELECT 1 FROM tokens.organization WHERE id = $1 FOR NO KEY UPDATE";

  private static final String ROOM =
      """
      SELECT p.max_service_accounts
               > (SELECT count(*) FROM tokens.service_account
                   WHERE organization_id = o.id AND deleted_at IS NULL)
        FROM tokens.organization o JOIN tokens.plan p ON p.id = o.plan_id WHERE o.id = $1
      """;

  private static final String INSERT =
      """
      INSERT INTO tokens.service_account
          (id, organization_id, name, description, role, created_by, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;

  private static final String UPDATE =
      """
      UPDATE tokens.service_account
         SET name = $2, description = $3, role = $4,
             disabled_at = CASE WHEN $5 THEN NULL ELSE COALESCE(disabled_at, $6) END,
             disabled_by = CASE WHEN $5 THEN NULL ELSE COALESCE(disabled_by, $7) END
       WHERE id = $1
      """;

  private static final String DELETE =
      "UPDATE tokens.service_account SET deleted_at = $2 WHERE id = $1";

  Uni<List<ServiceAccountView>> page(SqlConnection sql, Slice slice) {
    UUID after = slice.after().isEmpty() ? null : UUID.fromString(slice.after());
    return sql.preparedQuery(PAGE)
        .execute(Tuple.of(slice.organizationId(), after, slice.fetch()))
        .map(ServiceAccountStore::all);
  }

  Uni<Optional<ServiceAccountView>> find(SqlConnection sql, UUID organizationId, UUID id) {
    return one(sql, FIND, organizationId, id);
  }

  Uni<Optional<ServiceAccountView>> lock(SqlConnection sql, UUID organizationId, UUID id) {
    return one(sql, FIND + " FOR UPDATE", organizationId, id);
  }

  /** Whether the plan allows one more. */
  Uni<Boolean> room(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(HOLD)
        .execute(Tuple.of(organizationId))
        .chain(() -> sql.preparedQuery(ROOM).execute(Tuple.of(organizationId)))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  Uni<Void> insert(SqlConnection sql, UUID organizationId, ServiceAccountView account) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.from(
                new Object[] {
                  account.id(),
                  organizationId,
                  account.name(),
                  account.description(),
                  account.role().wireName(),
                  account.createdBy(),
                  account.createdAt().atOffset(ZoneOffset.UTC)
                }))
        .replaceWithVoid();
  }

  Uni<Void> update(SqlConnection sql, ServiceAccountView account, Instant at, String by) {
    return sql.preparedQuery(UPDATE)
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  account.id(),
                  account.name(),
                  account.description(),
                  account.role().wireName(),
                  account.enabled(),
                  at.atOffset(ZoneOffset.UTC),
                  by
                }))
        .replaceWithVoid();
  }

  Uni<Void> delete(SqlConnection sql, UUID id, Instant at) {
    return sql.preparedQuery(DELETE)
        .execute(Tuple.of(id, at.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  private static Uni<Optional<ServiceAccountView>> one(
      SqlConnection sql, String query, UUID organizationId, UUID id) {
    return sql.preparedQuery(query)
        .execute(Tuple.of(organizationId, id))
        .map(rows -> all(rows).stream().findFirst());
  }

  private static List<ServiceAccountView> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(ServiceAccountView::of).toList();
  }
}
