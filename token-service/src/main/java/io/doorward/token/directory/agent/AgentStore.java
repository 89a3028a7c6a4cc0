package io.doorward.token.directory.agent;

import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.page.Slice;
import io.doorward.token.store.StoredToken;
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

/** The rows of agents, as far as the principal sees them; a deleted one is not there. */
@ApplicationScoped
class AgentStore {
  /** $1 organization, $2 subject, $3 administers, $4 the agent the token is confined to. */
  private static final String OWN =
      """
      SELECT * FROM tokens.agent
       WHERE deleted_at IS NULL AND ($4::uuid IS NULL OR id = $4) AND organization_id = $1
         AND (visibility <> 'private' OR created_by = $2 OR $3)
      """;

  private static final String READABLE =
      """
      SELECT * FROM tokens.agent
       WHERE deleted_at IS NULL AND ($4::uuid IS NULL OR id = $4)
         AND ((organization_id = $1 AND (visibility <> 'private' OR created_by = $2 OR $3))
              OR visibility = 'public')
      """;

  private static final String FACTS =
      """
      SELECT a.id, a.organization_id, o.slug, a.visibility, a.created_by
        FROM tokens.agent a JOIN tokens.organization o ON o.id = a.organization_id
       WHERE a.id = $1 AND a.deleted_at IS NULL
      """;

  private static final String HOLD =
      "SELECT 1 FROM tokens.organization WHERE id = $1 FOR NO KEY UPDATE";

  private static final String ROOM =
      """
      SELECT p.max_agents > (SELECT count(*) FROM tokens.agent
                              WHERE organization_id = o.id AND deleted_at IS NULL)
        FROM tokens.organization o JOIN tokens.plan p ON p.id = o.plan_id WHERE o.id = $1
      """;

  private static final String INSERT =
      """
      INSERT INTO tokens.agent
          (id, organization_id, name, description, visibility, created_by, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      """;

  private static final String UPDATE =
      "UPDATE tokens.agent SET name = $2, description = $3, visibility = $4 WHERE id = $1";

  private static final String DELETE = "UPDATE tokens.agent SET deleted_at = $2 WHERE id = $1";

  /** The organization's agents. */
  Uni<List<AgentView>> page(SqlConnection sql, Principal principal, Slice slice) {
    UUID after = slice.after().isEmpty() ? null : UUID.fromString(slice.after());
    return sql.preparedQuery(OWN + " AND ($5::uuid IS NULL OR id > $5) ORDER BY id LIMIT $6")
        .execute(seenBy(principal).addUUID(after).addInteger(slice.fetch()))
        .map(AgentStore::all);
  }

  /** One of the organization's, or another's public one. */
  Uni<Optional<AgentView>> readable(SqlConnection sql, Principal principal, UUID id) {
    return one(sql, READABLE + " AND id = $5", principal, id);
  }

  /** One of the organization's. */
  Uni<Optional<AgentView>> own(SqlConnection sql, Principal principal, UUID id) {
    return one(sql, OWN + " AND id = $5", principal, id);
  }

  /** Whose it is and who sees it, whoever asks. */
  Uni<Optional<AgentSnapshot>> facts(SqlConnection sql, UUID id) {
    return sql.preparedQuery(FACTS)
        .execute(Tuple.of(id))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(AgentStore::snapshot));
  }

  private static AgentSnapshot snapshot(Row row) {
    return new AgentSnapshot(
        AgentSnapshot.SCHEMA,
        row.getUUID("id"),
        row.getUUID("organization_id"),
        row.getString("slug"),
        AgentSnapshot.Visibility.of(row.getString("visibility")),
        row.getString("created_by"));
  }

  /** As {@link #own}; nobody else changes it before the transaction ends. */
  Uni<Optional<AgentView>> lock(SqlConnection sql, Principal principal, UUID id) {
    return one(sql, OWN + " AND id = $5 FOR UPDATE", principal, id);
  }

  /** Whether the plan allows one more. */
  Uni<Boolean> room(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(HOLD)
        .execute(Tuple.of(organizationId))
        .chain(() -> sql.preparedQuery(ROOM).execute(Tuple.of(organizationId)))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  Uni<Void> insert(SqlConnection sql, AgentView agent) {
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.from(
                new Object[] {
                  agent.id(),
                  agent.organizationId(),
                  agent.name(),
                  agent.description(),
                  agent.visibility().wireName(),
                  agent.createdBy(),
                  agent.createdAt().atOffset(ZoneOffset.UTC)
                }))
        .replaceWithVoid();
  }

  Uni<Void> update(SqlConnection sql, AgentView agent) {
    return sql.preparedQuery(UPDATE)
        .execute(
            Tuple.of(agent.id(), agent.name(), agent.description(), agent.visibility().wireName()))
        .replaceWithVoid();
  }

  Uni<Void> delete(SqlConnection sql, UUID id, Instant at) {
    return sql.preparedQuery(DELETE)
        .execute(Tuple.of(id, at.atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  private static Uni<Optional<AgentView>> one(
      SqlConnection sql, String query, Principal principal, UUID id) {
    return sql.preparedQuery(query)
        .execute(seenBy(principal).addUUID(id))
        .map(rows -> all(rows).stream().findFirst());
  }

  private static Tuple seenBy(Principal principal) {
    StoredToken token = principal.token();
    @Nullable UUID confined = token == null ? null : token.agentId();
    return Tuple.tuple()
        .addUUID(principal.organizationId())
        .addString(principal.subject())
        .addBoolean(principal.administers())
        .addUUID(confined);
  }

  private static List<AgentView> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(AgentView::of).toList();
  }
}
