package io.doorward.token.catalogue;

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

/** The rows of templates, as far as a member of an organization sees them. */
@ApplicationScoped
public class TemplateStore {
  private static final String SEEN =
      """
      SELECT * FROM tokens.template
       WHERE (organization_id IS NULL
              OR (organization_id = $1 AND (shared OR created_by = $2)))
      """;

  private static final String INSERT =
      """
      INSERT INTO tokens.template (id, organization_id, name, description, type, environment,
          scopes, lifetime_days, per_second, per_minute, per_hour, per_day, shared, created_by,
          created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
      """;

  private static final String UPDATE =
      """
      UPDATE tokens.template
         SET name = $3, description = $4, type = $5, environment = $6, scopes = $7,
             lifetime_days = $8, per_second = $9, per_minute = $10, per_hour = $11, per_day = $12,
             shared = $13
       WHERE id = $1 AND organization_id = $2
      """;

  private static final String DELETE =
      "DELETE FROM tokens.template WHERE id = $1 AND organization_id = $2";

  private static final String COUNT =
      "SELECT count(*) FROM tokens.template WHERE organization_id = $1";

  /** The built-in ones, then the organization's own. */
  public Uni<List<Template>> all(SqlConnection sql, UUID organizationId, String subject) {
    return sql.preparedQuery(SEEN + " ORDER BY organization_id NULLS FIRST, name, id")
        .execute(Tuple.of(organizationId, subject))
        .map(TemplateStore::read);
  }

  public Uni<Optional<Template>> find(
      SqlConnection sql, UUID organizationId, String subject, String id) {
    return one(sql, SEEN + " AND id = $3", organizationId, subject, id);
  }

  /** As {@link #find}; nobody else changes it before the transaction ends. */
  public Uni<Optional<Template>> lock(
      SqlConnection sql, UUID organizationId, String subject, String id) {
    return one(sql, SEEN + " AND id = $3 FOR UPDATE", organizationId, subject, id);
  }

  /** How many the organization has of its own. */
  public Uni<Long> count(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(COUNT)
        .execute(Tuple.of(organizationId))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  public Uni<Void> insert(SqlConnection sql, UUID organizationId, Template template, Instant at) {
    return sql.preparedQuery(INSERT)
        .execute(
            row(organizationId, template)
                .addString(template.createdBy())
                .addOffsetDateTime(at.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  public Uni<Void> update(SqlConnection sql, UUID organizationId, Template template) {
    return sql.preparedQuery(UPDATE).execute(row(organizationId, template)).replaceWithVoid();
  }

  public Uni<Void> delete(SqlConnection sql, UUID organizationId, String id) {
    return sql.preparedQuery(DELETE).execute(Tuple.of(id, organizationId)).replaceWithVoid();
  }

  private static Tuple row(UUID organizationId, Template t) {
    return Tuple.from(
        new @Nullable Object[] {
          t.id(),
          organizationId,
          t.name(),
          t.description(),
          t.type().wireName(),
          t.environment().wireName(),
          t.scopes().scopes().stream().map(Object::toString).toArray(String[]::new),
          t.lifetimeDays(),
          t.limits().perSecond(),
          t.limits().perMinute(),
          t.limits().perHour(),
          t.limits().perDay(),
          t.shared()
        });
  }

  private static Uni<Optional<Template>> one(
      SqlConnection sql, String query, UUID organizationId, String subject, String id) {
    return sql.preparedQuery(query)
        .execute(Tuple.of(organizationId, subject, id))
        .map(rows -> read(rows).stream().findFirst());
  }

  private static List<Template> read(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(Template::of).toList();
  }
}
