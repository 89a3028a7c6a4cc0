package io.doorward.token.lifecycle.bulk;

import io.doorward.token.directory.Principal;
import io.doorward.token.directory.page.Slice;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Jobs in the database. */
@ApplicationScoped
class JobStore {
  static final String INSERT =
      """
      INSERT INTO tokens.token_job (id, organization_id, actor_kind, subject, owner_kind,
          token_used, request_id, ip, role, administers, caller, key_hash, request_hash, action,
          parameters, reason, dry_run, digest, state, total, position, changed, unchanged, refused,
          not_found, failed, created_at, finished_at,
          worked_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
          $20, $21, $22, $23, $24, $25, $26, $27, $28, $27)
      ON CONFLICT (organization_id, caller, key_hash) DO NOTHING
      """;

  static final String UPDATE =
      """
      UPDATE tokens.token_job
         SET state = $2, failure = $3, cancelled_by = $4, position = $5, changed = $6,
             unchanged = $7, refused = $8, not_found = $9, failed = $10, last_outbox_id = $11,
             started_at = $12, finished_at = $13, worked_at = $14
       WHERE id = $1
      """;

  /**
   * The replicas share the jobs: what one has in hand the others pass over. The job that has waited
   * longest comes first, so a small one does not wait for the end of a large one, and a large one
   * is not held up by however many that come after it.
   */
  private static final String NEXT =
      """
      SELECT * FROM tokens.token_job
       WHERE state IN ('queued', 'running') AND ($1::uuid IS NULL OR id = $1)
       ORDER BY worked_at NULLS FIRST, seq LIMIT 1
         FOR NO KEY UPDATE SKIP LOCKED
      """;

  /** One who administers sees all; others what they began without administering. */
  private static final String SEEN =
      """
      SELECT * FROM tokens.token_job
       WHERE organization_id = $1
         AND ($2 OR (owner_kind = $3 AND subject = $4 AND NOT administers))
      """;

  private static final String KEYED =
      """
      SELECT *, request_hash = $4 AS same FROM tokens.token_job
       WHERE organization_id = $1 AND caller = $2 AND key_hash = $3
      """;

  private static final String UNFINISHED =
      """
      SELECT count(*) FROM tokens.token_job
       WHERE organization_id = $1 AND state IN ('queued', 'running')
      """;

  /** One at a time: what it is judged by, and how many there are, stays as it was found. */
  private static final String ACCEPTING =
      "SELECT pg_try_advisory_xact_lock(hashtextextended('token_job/' || $1::text, 0))";

  /** Of one caller's dry runs the newest ten are enough. */
  private static final String FORGET =
      """
      DELETE FROM tokens.token_job
       WHERE id IN (SELECT id FROM tokens.token_job
                     WHERE organization_id = $1 AND caller = $2 AND dry_run
                     ORDER BY seq DESC OFFSET 10)
      """;

  /** A job that was asked for with the same key. */
  record Keyed(Job job, boolean sameRequest) {}

  /** Stores a new job; false if its key is in use. */
  Uni<Boolean> insert(SqlConnection sql, Job job, @Nullable ReplayKey key) {
    return sql.preparedQuery(INSERT)
        .execute(JobRows.insert(job, key))
        .map(rows -> rows.rowCount() == 1);
  }

  Uni<Void> update(SqlConnection sql, Job job, Instant now) {
    return sql.preparedQuery(UPDATE).execute(JobRows.update(job, now)).replaceWithVoid();
  }

  /**
   * A job to work on, held until the transaction ends.
   *
   * @param only this one; {@code null} for any
   */
  Uni<Optional<Job>> next(SqlConnection sql, @Nullable UUID only) {
    return sql.preparedQuery(NEXT).execute(Tuple.of(only)).map(JobStore::first);
  }

  /** A job the principal sees. */
  Uni<Optional<Job>> find(SqlConnection sql, Principal principal, UUID id) {
    return one(sql, principal, id, "");
  }

  /** As {@link #find}, held until the transaction ends; waits for a batch that is under way. */
  Uni<Optional<Job>> hold(SqlConnection sql, Principal principal, UUID id) {
    return one(sql, principal, id, " FOR NO KEY UPDATE");
  }

  private static Uni<Optional<Job>> one(
      SqlConnection sql, Principal principal, UUID id, String lock) {
    return sql.preparedQuery(SEEN + " AND id = $5" + lock)
        .execute(seen(principal).addValue(id))
        .map(JobStore::first);
  }

  /** The jobs the principal sees, newest first. */
  Uni<List<Job>> page(SqlConnection sql, Principal principal, Slice slice) {
    Long before = slice.afterNumber();
    return sql.preparedQuery(SEEN + " AND seq < $5 ORDER BY seq DESC LIMIT $6")
        .execute(
            seen(principal)
                .addValue(before == null ? Long.MAX_VALUE : before)
                .addValue(slice.fetch()))
        .map(JobStore::all);
  }

  private static Tuple seen(Principal principal) {
    return Tuple.of(
        principal.organizationId(),
        principal.administers(),
        principal.owner().kind().wireName(),
        principal.subject());
  }

  Uni<Optional<Keyed>> keyed(SqlConnection sql, ReplayKey key) {
    return sql.preparedQuery(KEYED)
        .execute(Tuple.of(key.organizationId(), key.caller(), key.keyHash(), key.requestHash()))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> new Keyed(JobRows.read(row), row.getBoolean("same"))));
  }

  /** Until the transaction ends; {@code false} if another one of the organization's is going on. */
  Uni<Boolean> accepting(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(ACCEPTING)
        .execute(Tuple.of(organizationId.toString()))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  Uni<Long> unfinished(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(UNFINISHED)
        .execute(Tuple.of(organizationId))
        .map(rows -> rows.iterator().next().getLong(0));
  }

  Uni<Void> forgetDryRuns(SqlConnection sql, Job job) {
    return sql.preparedQuery(FORGET)
        .execute(Tuple.of(job.organizationId(), job.began().caller()))
        .replaceWithVoid();
  }

  private static Optional<Job> first(RowSet<Row> rows) {
    return all(rows).stream().findFirst();
  }

  private static List<Job> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(JobRows::read).toList();
  }
}
