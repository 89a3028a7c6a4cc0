package io.doorward.token.audit;

import io.doorward.contract.json.ContractJson;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Adds to the audit log. */
@ApplicationScoped
public class AuditLog {
  private static final String INSERT =
      """
      INSERT INTO tokens.audit_log (organization_id, at, actor_kind, actor_id, token_used, action,
          target_kind, target_id, before, after, reason, evidence, request_id, ip)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
      """;

  /** Adds an entry in the transaction of the change. */
  public Uni<Void> append(SqlConnection sql, AuditEntry entry) {
    return sql.preparedQuery(INSERT).execute(row(entry)).replaceWithVoid();
  }

  /** Adds entries in their order, as {@link #append}. */
  public Uni<Void> appendAll(SqlConnection sql, List<AuditEntry> entries) {
    return sql.preparedQuery(INSERT)
        .executeBatch(entries.stream().map(AuditLog::row).toList())
        .replaceWithVoid();
  }

  private static Tuple row(AuditEntry entry) {
    Actor actor = entry.actor();
    return Tuple.from(
        new @Nullable Object[] {
          entry.organizationId(),
          entry.at().atOffset(ZoneOffset.UTC),
          actor.kind().name().toLowerCase(Locale.ROOT),
          actor.id(),
          actor.tokenUsed(),
          entry.action(),
          entry.targetKind(),
          entry.targetId(),
          json(entry.before()),
          json(entry.after()),
          entry.reason(),
          json(entry.evidence()),
          actor.requestId(),
          actor.ip()
        });
  }

  private static @Nullable JsonObject json(@Nullable Object value) {
    return value == null ? null : new JsonObject(ContractJson.writeString(value));
  }
}
