package io.doorward.usage.store;

import io.doorward.usage.rollup.Figures;
import io.doorward.usage.rollup.RollupKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.SortedMap;

/** The table {@code rollup_minute}. */
public final class Rollups {
  private static final String ADD =
      """
      insert into rollup_minute as r (
        minute, organization_id, token_id, owner_kind, owner_id, route, method, status, refusal,
        requests, bytes_in, bytes_out, duration_micros, upstream_micros, last_at)
      select * from unnest(
        ?::timestamptz[], ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[],
        ?::smallint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
        ?::timestamptz[])
      on conflict (
        organization_id, token_id, minute, owner_kind, owner_id, route, method, status, refusal)
      do update set
        requests = r.requests + excluded.requests,
        bytes_in = r.bytes_in + excluded.bytes_in,
        bytes_out = r.bytes_out + excluded.bytes_out,
        duration_micros = r.duration_micros + excluded.duration_micros,
        upstream_micros = r.upstream_micros + excluded.upstream_micros,
        last_at = greatest(r.last_at, excluded.last_at)
      """;

  private Rollups() {}

  /** Adds figures to what is there. Rows are locked in the order of the keys. */
  public static void add(Connection transaction, SortedMap<RollupKey, Figures> rollup)
      throws SQLException {
    Set<Map.Entry<RollupKey, Figures>> rows = rollup.entrySet();
    try (PreparedStatement insert = transaction.prepareStatement(ADD)) {
      new Columns<Entry<RollupKey, Figures>>(insert, rows)
          .bind("timestamptz", row -> row.getKey().minute())
          .bind("uuid", row -> row.getKey().organization())
          .bind("uuid", row -> row.getKey().token())
          .bind("text", row -> RequestLog.kind(row.getKey().owner()))
          .bind("text", row -> RequestLog.id(row.getKey().owner()))
          .bind("text", row -> row.getKey().route())
          .bind("text", row -> row.getKey().method())
          .bind("int2", row -> row.getKey().status())
          .bind("text", row -> row.getKey().refusal())
          .bind("int8", row -> row.getValue().requests())
          .bind("int8", row -> row.getValue().bytesIn())
          .bind("int8", row -> row.getValue().bytesOut())
          .bind("int8", row -> row.getValue().durationMicros())
          .bind("int8", row -> row.getValue().upstreamMicros())
          .bind("timestamptz", row -> row.getValue().lastAt());
      insert.executeUpdate();
    }
  }
}
