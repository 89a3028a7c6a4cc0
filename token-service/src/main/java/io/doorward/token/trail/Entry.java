package io.doorward.token.trail;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit log with its link in the chain, as the database holds them.
 *
 * @param before JSON as PostgreSQL writes it, which is what the hash covers; as {@code after} and
 *     {@code evidence}
 * @param seq the link's place in the organization's chain; {@code null} if the entry has no link
 * @param hash the link's, in hex; as {@code seq}
 */
record Entry(
    long id,
    UUID organizationId,
    Instant at,
    String actorKind,
    String actorId,
    @Nullable UUID tokenUsed,
    String action,
    String targetKind,
    String targetId,
    @Nullable String before,
    @Nullable String after,
    @Nullable String reason,
    @Nullable String evidence,
    String requestId,
    @Nullable String ip,
    @Nullable Long seq,
    @Nullable String hash) {

  /** Everything {@link #read} needs; {@code a} is the entry, {@code l} its link. */
  static final String COLUMNS =
      """
      a.id, a.organization_id, a.at, a.actor_kind, a.actor_id, a.token_used, a.action,
      a.target_kind, a.target_id, a.before::text AS before_json, a.after::text AS after_json,
      a.reason, a.evidence::text AS evidence_json, a.request_id, a.ip,
      l.seq, encode(l.hash, 'hex') AS link_hash
      """;

  static Entry read(Row row) {
    return new Entry(
        row.getLong("id"),
        row.getUUID("organization_id"),
        row.getOffsetDateTime("at").toInstant(),
        row.getString("actor_kind"),
        row.getString("actor_id"),
        row.getUUID("token_used"),
        row.getString("action"),
        row.getString("target_kind"),
        row.getString("target_id"),
        row.getString("before_json"),
        row.getString("after_json"),
        row.getString("reason"),
        row.getString("evidence_json"),
        row.getString("request_id"),
        row.getString("ip"),
        row.getLong("seq"),
        row.getString("link_hash"));
  }
}
