package io.doorward.token.protocol.leak;

import io.doorward.contract.token.LookupKey;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** Reports and deliveries in the database. */
@ApplicationScoped
class LeakStore {
  private static final String ADD =
      """
      INSERT INTO tokens.leak_report (reporter, lookups, url, request_id, received_at)
      VALUES ($1, $2, $3, $4, $5)
      """;

  private static final String FIRST =
      """
      INSERT INTO tokens.leak_delivery (digest, received_at) VALUES ($1, $2)
      ON CONFLICT (digest) DO NOTHING
      """;

  /** The replicas share the work: what one has in hand the others pass over. */
  private static final String NEXT =
      """
      SELECT id, reporter, lookups, url, request_id FROM tokens.leak_report
       WHERE done_at IS NULL ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED
      """;

  private static final String DONE =
      "UPDATE tokens.leak_report SET done_at = $2, outcome = $3 WHERE id = $1";

  private static final String THIS_ONE =
      "SELECT 1 FROM tokens.leak_report WHERE id = $1 AND done_at IS NULL FOR UPDATE SKIP LOCKED";

  private static final String IN_VAIN =
      """
      SELECT id, reporter, lookups, url, request_id FROM tokens.leak_report
       WHERE lookups && $1 AND (done_at IS NULL OR outcome = 'unknown') ORDER BY id LIMIT 1
      """;

  /** A report in hand. */
  record Pending(long id, Report report) {}

  Uni<Void> add(SqlConnection sql, List<Report> reports, Instant at) {
    List<Tuple> rows =
        reports.stream()
            .map(
                r ->
                    Tuple.of(
                        r.reporter().wireName(),
                        r.lookups().stream().map(LookupKey::value).toArray(String[]::new),
                        r.url(),
                        r.requestId(),
                        at.atOffset(ZoneOffset.UTC)))
            .toList();
    return rows.isEmpty()
        ? Uni.createFrom().voidItem()
        : sql.preparedQuery(ADD).executeBatch(rows).replaceWithVoid();
  }

  /** Records a delivery; tells whether it is the first of its bytes. */
  Uni<Boolean> first(SqlConnection sql, byte[] digest, Instant at) {
    return sql.preparedQuery(FIRST)
        .execute(Tuple.of(Buffer.buffer(digest), at.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }

  Uni<Optional<Pending>> next(SqlConnection sql) {
    return sql.preparedQuery(NEXT).execute().map(LeakStore::first);
  }

  /** The first report of a token that nobody knew then, or that nobody has dealt with yet. */
  Uni<Optional<Pending>> inVain(SqlConnection sql, List<LookupKey> lookups) {
    return sql.preparedQuery(IN_VAIN)
        .execute(Tuple.of((Object) lookups.stream().map(LookupKey::value).toArray(String[]::new)))
        .map(LeakStore::first);
  }

  private static Optional<Pending> first(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).findFirst().map(LeakStore::pending);
  }

  Uni<Void> done(SqlConnection sql, long id, String outcome, Instant at) {
    return sql.preparedQuery(DONE)
        .execute(Tuple.of(id, at.atOffset(ZoneOffset.UTC), outcome))
        .replaceWithVoid();
  }

  /** Whether this report waits still and nobody has it in hand. */
  Uni<Boolean> waits(SqlConnection sql, long id) {
    return sql.preparedQuery(THIS_ONE).execute(Tuple.of(id)).map(rows -> rows.size() == 1);
  }

  private static Pending pending(Row row) {
    return new Pending(
        row.getLong("id"),
        new Report(
            Report.Reporter.valueOf(row.getString("reporter").toUpperCase(Locale.ROOT)),
            Arrays.stream(row.getArrayOfStrings("lookups")).map(LookupKey::new).toList(),
            row.getString("url"),
            row.getString("request_id")));
  }
}
