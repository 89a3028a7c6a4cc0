package io.doorward.token.barrier;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.snapshot.TokenOwner;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and writes barriers. */
@ApplicationScoped
public class BarrierStore {
  private static final String INSERT =
      """
      INSERT INTO tokens.barrier (id, kind, organization_id, token_type, owner_kind, owner_id,
          not_before, reason, thrown_by, thrown_role, thrown_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """;

  private static final String LIFT =
      """
      UPDATE tokens.barrier SET released_by = $2, released_at = $3, release_reason = $4
       WHERE id = $1 AND released_at IS NULL
      """;

  /** Grows with the clock as well: so a restored database goes on above what it had given. */
  private static final String NEXT_VERSION =
      """
      UPDATE tokens.barrier_state
         SET version = GREATEST(
               version + 1, (extract(epoch FROM clock_timestamp()) * 1000000)::bigint)
      """;

  /** One statement, so that the version is that of the rows; one row without id if none stands. */
  private static final String STANDING =
      """
      SELECT s.version, b.* FROM tokens.barrier_state s
        LEFT JOIN tokens.barrier b ON b.released_at IS NULL
       ORDER BY b.thrown_at, b.id
      """;

  private static final String OF_ORGANIZATION =
      """
      SELECT * FROM tokens.barrier
       WHERE organization_id = $1 AND kind = $2 AND released_at IS NULL
       ORDER BY thrown_at DESC, id DESC
      """;

  private static final String ONE =
      "SELECT * FROM tokens.barrier WHERE organization_id = $1 AND id = $2 AND kind = $3";

  private static final String FLAG_FOR_ALL =
      """
      SELECT * FROM tokens.barrier
       WHERE organization_id IS NULL AND kind = 'feature_flag' AND released_at IS NULL
      """;

  private static final String TURNED_OFF =
      """
      SELECT EXISTS (SELECT 1 FROM tokens.barrier
                      WHERE kind = 'feature_flag' AND released_at IS NULL
                        AND (organization_id = $1 OR organization_id IS NULL))
      """;

  /** Puts a barrier up. The set needs its {@link #nextVersion} then. */
  public Uni<Void> add(SqlConnection sql, StoredBarrier added) {
    Barrier barrier = added.barrier();
    TokenOwner owner = barrier.owner();
    return sql.preparedQuery(INSERT)
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  barrier.id(),
                  barrier.kind().wireName(),
                  barrier.organizationId(),
                  barrier.type() == null ? null : barrier.type().wireName(),
                  owner == null ? null : owner.kind().wireName(),
                  owner == null ? null : owner.id(),
                  time(barrier.notBefore()),
                  added.reason(),
                  added.thrownBy(),
                  added.thrownRole().wireName(),
                  time(added.thrownAt())
                }))
        .replaceWithVoid();
  }

  /** Takes a barrier away that stands. The set needs its {@link #nextVersion} then. */
  public Uni<Void> lift(SqlConnection sql, UUID id, StoredBarrier.Lifted how) {
    return sql.preparedQuery(LIFT)
        .execute(Tuple.of(id, how.by(), time(how.at()), how.reason()))
        .invoke(
            rows -> {
              if (rows.rowCount() != 1) {
                throw new IllegalStateException("the barrier was taken away without its lock");
              }
            })
        .replaceWithVoid();
  }

  /** Everything that stands, under a new version, which nobody else can give before the commit. */
  public Uni<BarrierSet> nextVersion(SqlConnection sql) {
    return sql.query(NEXT_VERSION).execute().chain(() -> standing(sql));
  }

  /** Everything that stands. */
  public Uni<BarrierSet> standing(SqlConnection sql) {
    return sql.query(STANDING)
        .execute()
        .map(
            rows ->
                new BarrierSet(
                    BarrierSet.SCHEMA,
                    rows.iterator().next().getLong("version"),
                    StreamSupport.stream(rows.spliterator(), false)
                        .filter(row -> row.getUUID("id") != null)
                        .map(StoredBarrier::barrier)
                        .toList()));
  }

  /** What stands for one organization of this kind, the newest first. */
  public Uni<List<StoredBarrier>> standing(
      SqlConnection sql, UUID organizationId, Barrier.Kind kind) {
    return sql.preparedQuery(OF_ORGANIZATION)
        .execute(Tuple.of(organizationId, kind.wireName()))
        .map(BarrierStore::all);
  }

  /** One of the organization's, standing or not. */
  public Uni<Optional<StoredBarrier>> find(
      SqlConnection sql, UUID organizationId, UUID id, Barrier.Kind kind) {
    return sql.preparedQuery(ONE)
        .execute(Tuple.of(organizationId, id, kind.wireName()))
        .map(rows -> all(rows).stream().findFirst());
  }

  /** What turns the tokens of all organizations off, if anything does. */
  public Uni<Optional<StoredBarrier>> flagForAll(SqlConnection sql) {
    return sql.query(FLAG_FOR_ALL).execute().map(rows -> all(rows).stream().findFirst());
  }

  /** Whether tokens are turned off for the organization, by itself or for all. */
  public Uni<Boolean> turnedOff(SqlConnection sql, UUID organizationId) {
    return sql.preparedQuery(TURNED_OFF)
        .execute(Tuple.of(organizationId))
        .map(rows -> rows.iterator().next().getBoolean(0));
  }

  /** Rows of {@code tokens.barrier}. */
  public static List<StoredBarrier> all(RowSet<Row> rows) {
    return StreamSupport.stream(rows.spliterator(), false).map(StoredBarrier::of).toList();
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant at) {
    return at == null ? null : at.atOffset(ZoneOffset.UTC);
  }
}
