package io.doorward.token.store;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import org.jspecify.annotations.Nullable;

/** What a change of many tokens is about. It leaves everything else of them as it is. */
public enum Facet {
  REVOCATION("revoked_at timestamptz, revoked_by text, revocation_reason text"),
  SUSPENSION(
      "suspended_at timestamptz, suspended_until timestamptz, suspended_by text,"
          + " suspended_by_kind text, suspension_reason text"),
  ROTATION("rotated_at timestamptz, overlap_until timestamptz, successor_id uuid"),
  /** Scopes, limits, addresses, expiry and tags; not the name, nor the metadata. */
  TERMS(
      "scopes text[], per_second integer, per_minute integer, per_hour integer, per_day integer,"
          + " allowed_ips text[], expires_at timestamptz, tags text[]");

  private final String columns;

  Facet(String columns) {
    this.columns = columns;
  }

  /** Takes one argument: the array of the {@link #row}s. Only the columns of the facet are set. */
  String update() {
    StringBuilder set = new StringBuilder("version = n.version");
    for (String column : columns.split(", ")) {
      String name = column.substring(0, column.indexOf(' '));
      set.append(", ").append(name).append(" = n.").append(name);
    }
    if (this == TERMS) {
      // As for a single token: what has been told of the expiry was told of the old one.
      set.append(
          ", expiry_noted = CASE WHEN t.expires_at IS DISTINCT FROM n.expires_at THEN 0"
              + " ELSE t.expiry_noted END");
    }
    return "UPDATE tokens.token t SET "
        + set
        + " FROM jsonb_to_recordset($1) AS n (id uuid, version bigint, "
        + columns
        + ") WHERE t.id = n.id AND t.version = n.version - 1";
  }

  /** The facet of a token's next version. */
  JsonObject row(StoredToken token) {
    JsonObject row =
        new JsonObject().put("id", token.id().toString()).put("version", token.version());
    switch (this) {
      case REVOCATION -> revocation(row, token.revocation());
      case SUSPENSION -> suspension(row, token.suspension());
      case ROTATION ->
          row.put("rotated_at", text(token.rotatedAt()))
              .put("overlap_until", text(token.overlapUntil()))
              .put("successor_id", text(token.lineage().successor()));
      case TERMS -> terms(row, token.terms());
    }
    return row;
  }

  private static void revocation(JsonObject row, @Nullable Revocation revocation) {
    if (revocation != null) {
      row.put("revoked_at", text(revocation.at()))
          .put("revoked_by", revocation.by())
          .put("revocation_reason", revocation.reason());
    }
  }

  private static void suspension(JsonObject row, @Nullable Suspension suspension) {
    if (suspension != null) {
      row.put("suspended_at", text(suspension.since()))
          .put("suspended_until", text(suspension.until()))
          .put("suspended_by", suspension.by())
          .put("suspended_by_kind", suspension.byKind().wireName())
          .put("suspension_reason", suspension.reason());
    }
  }

  private static void terms(JsonObject row, Terms terms) {
    row.put(
            "scopes",
            new JsonArray(terms.scopes().scopes().stream().map(Object::toString).toList()))
        .put("per_second", terms.limits().perSecond())
        .put("per_minute", terms.limits().perMinute())
        .put("per_hour", terms.limits().perHour())
        .put("per_day", terms.limits().perDay())
        .put("allowed_ips", new JsonArray(terms.allowedIps()))
        .put("expires_at", text(terms.expiresAt()))
        .put("tags", new JsonArray(terms.labels().tags()));
  }

  private static @Nullable String text(@Nullable Object value) {
    return value == null ? null : value.toString();
  }
}
