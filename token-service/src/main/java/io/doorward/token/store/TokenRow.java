package io.doorward.token.store;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.vertx.core.json.JsonObject;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Between rows and values. */
final class TokenRow {
  /** What {@link #read} needs. */
  static final String COLUMNS =
      """
      SELECT t.*, o.slug,
             p.per_second AS plan_second, p.per_minute AS plan_minute,
             p.per_hour AS plan_hour, p.per_day AS plan_day,
             p.org_per_second AS org_second, p.org_per_minute AS org_minute,
             p.org_per_hour AS org_hour, p.org_per_day AS org_day,
             COALESCE(m.role, a.role, 'viewer') AS owner_role,
             a.disabled_at AS owner_disabled_at, a.disabled_by AS owner_disabled_by,
             b.kind AS halt_kind, b.thrown_at AS halted_at, b.reason AS halt_reason
      """;

  /** Where it is; {@code t} is the token. */
  static final String TABLES =
      """
        FROM tokens.token t
        JOIN tokens.organization o ON o.id = t.organization_id
        JOIN tokens.plan p ON p.id = o.plan_id
        LEFT JOIN tokens.member m
               ON t.owner_kind = 'user' AND m.organization_id = t.organization_id
              AND m.subject = t.owner_id AND m.removed_at IS NULL
        LEFT JOIN tokens.service_account a
               ON a.id = CASE WHEN t.owner_kind = 'service_account' THEN t.owner_id::uuid END
              AND a.organization_id = t.organization_id
        LEFT JOIN LATERAL (
          SELECT kind, thrown_at, reason FROM tokens.barrier
           WHERE released_at IS NULL
             AND (organization_id IS NULL OR organization_id = t.organization_id)
             AND (token_type IS NULL OR token_type = t.type)
             AND (owner_id IS NULL OR (owner_kind = t.owner_kind AND owner_id = t.owner_id))
             AND (not_before IS NULL OR t.created_at < not_before)
           ORDER BY kind DESC, thrown_at, id LIMIT 1) b ON true
      """;

  static final String SELECT = COLUMNS + TABLES;

  private TokenRow() {}

  static StoredToken read(Row row) {
    return new StoredToken(
        row.getUUID("id"),
        row.getUUID("organization_id"),
        row.getString("slug"),
        new TokenOwner(TokenOwner.Kind.of(row.getString("owner_kind")), row.getString("owner_id")),
        Role.of(row.getString("owner_role")),
        row.getString("created_by"),
        row.getString("name"),
        TokenType.of(row.getString("type")),
        TokenEnvironment.of(row.getString("environment")),
        new LookupKey(row.getString("lookup")),
        row.getString("prefix"),
        row.getString("last_four"),
        ScopeSet.of(row.getArrayOfStrings("scopes")),
        limits(row, "per_"),
        limits(row, "plan_"),
        organizationLimits(row),
        List.of(row.getArrayOfStrings("allowed_ips")),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row, "expires_at"),
        suspension(row),
        revocation(row),
        instant(row, "rotated_at"),
        instant(row, "overlap_until"),
        row.getLong("version"),
        new Lineage(
            row.getUUID("family_id"), row.getUUID("predecessor_id"), row.getUUID("successor_id")),
        labels(row),
        ownerSuspension(row),
        row.getUUID("agent_id"),
        halt(row));
  }

  private static @Nullable Halt halt(Row row) {
    String kind = row.getString("halt_kind");
    return kind == null
        ? null
        : new Halt(
            Barrier.Kind.of(kind),
            row.getOffsetDateTime("halted_at").toInstant(),
            row.getString("halt_reason"));
  }

  private static Labels labels(Row row) {
    TreeMap<String, String> metadata = new TreeMap<>();
    row.getJsonObject("metadata")
        .forEach(member -> metadata.put(member.getKey(), String.valueOf(member.getValue())));
    return new Labels(List.of(row.getArrayOfStrings("tags")), metadata);
  }

  private static JsonObject json(SortedMap<String, String> metadata) {
    JsonObject json = new JsonObject();
    metadata.forEach(json::put);
    return json;
  }

  private static String[] scopes(StoredToken t) {
    return t.scopes().scopes().stream().map(Object::toString).toArray(String[]::new);
  }

  static Limits limits(Row row, String prefix) {
    return new Limits(
        row.getInteger(prefix + "second"),
        row.getInteger(prefix + "minute"),
        row.getInteger(prefix + "hour"),
        row.getInteger(prefix + "day"));
  }

  static @Nullable Limits organizationLimits(Row row) {
    Limits limits = limits(row, "org_");
    return limits.equals(Limits.NONE) ? null : limits;
  }

  private static @Nullable Suspension suspension(Row row) {
    Instant since = instant(row, "suspended_at");
    return since == null
        ? null
        : new Suspension(
            row.getString("suspended_by"),
            Suspension.By.valueOf(row.getString("suspended_by_kind").toUpperCase(Locale.ROOT)),
            row.getString("suspension_reason"),
            since,
            instant(row, "suspended_until"));
  }

  private static @Nullable Suspension ownerSuspension(Row row) {
    Instant since = instant(row, "owner_disabled_at");
    return since == null
        ? null
        : new Suspension(
            row.getString("owner_disabled_by"),
            Suspension.By.USER,
            "the service account is disabled",
            since,
            null);
  }

  private static @Nullable Revocation revocation(Row row) {
    Instant at = instant(row, "revoked_at");
    return at == null
        ? null
        : new Revocation(row.getString("revoked_by"), row.getString("revocation_reason"), at);
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime value = row.getOffsetDateTime(column);
    return value == null ? null : value.toInstant();
  }

  static @Nullable OffsetDateTime time(@Nullable Instant value) {
    return value == null ? null : value.atOffset(ZoneOffset.UTC);
  }

  /** In the order of {@link TokenStore#INSERT}. */
  static Tuple insert(StoredToken t) {
    return Tuple.from(
        new @Nullable Object[] {
          t.id(),
          t.organizationId(),
          t.owner().kind().wireName(),
          t.owner().id(),
          t.createdBy(),
          t.name(),
          t.type().wireName(),
          t.environment().wireName(),
          t.lookup().value(),
          t.prefix(),
          t.lastFour(),
          scopes(t),
          t.limits().perSecond(),
          t.limits().perMinute(),
          t.limits().perHour(),
          t.limits().perDay(),
          t.allowedIps().toArray(String[]::new),
          time(t.expiresAt()),
          time(t.createdAt()),
          t.version(),
          t.lineage().family(),
          t.lineage().predecessor(),
          t.labels().tags().toArray(String[]::new),
          json(t.labels().metadata()),
          t.agentId()
        });
  }

  /** In the order of {@link TokenStore#UPDATE}. */
  static Tuple update(StoredToken t) {
    Suspension suspension = t.suspension();
    Revocation revocation = t.revocation();
    return Tuple.from(
        new @Nullable Object[] {
          t.id(),
          t.version(),
          suspension == null ? null : time(suspension.since()),
          suspension == null ? null : time(suspension.until()),
          suspension == null ? null : suspension.by(),
          suspension == null ? null : suspension.byKind().wireName(),
          suspension == null ? null : suspension.reason(),
          revocation == null ? null : time(revocation.at()),
          revocation == null ? null : revocation.by(),
          revocation == null ? null : revocation.reason(),
          time(t.rotatedAt()),
          time(t.overlapUntil()),
          t.lineage().successor(),
          t.name(),
          scopes(t),
          t.limits().perSecond(),
          t.limits().perMinute(),
          t.limits().perHour(),
          t.limits().perDay(),
          t.allowedIps().toArray(String[]::new),
          time(t.expiresAt()),
          t.labels().tags().toArray(String[]::new),
          json(t.labels().metadata())
        });
  }
}
