package io.doorward.token.change;

import io.doorward.token.barrier.BarrierStore;
import io.doorward.token.barrier.StoredBarrier;
import io.doorward.token.outbox.Outbox;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where barriers are put up and taken away: the row, the version of the set and the event that
 * holds all of it in one transaction. No token's row is touched, so that taking a barrier away
 * leaves each token as it is by then.
 */
@ApplicationScoped
public class Barricade {
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock(hashtextextended('barrier/' || $1::text, 0))";

  /**
   * Of an import under way, which is not to fail a switch that is thrown meanwhile. Shorter than a
   * connection may be silent.
   */
  private static final String PATIENTLY = "SET LOCAL statement_timeout = '12s'";

  private static final String AS_EVER = "SET LOCAL statement_timeout TO DEFAULT";

  private final BarrierStore store;
  private final Outbox outbox;

  @Inject
  Barricade(BarrierStore store, Outbox outbox) {
    this.store = store;
    this.outbox = outbox;
  }

  /**
   * First of all in the transaction: no token of the organization comes into being until it ends,
   * and those that were being made are there. May wait for an import to end, and so for longer than
   * a request's transaction otherwise takes: for {@link Ledger#bulk}.
   */
  public Uni<Void> hold(SqlConnection sql, UUID organizationId) {
    return sql.query(PATIENTLY)
        .execute()
        .chain(() -> sql.preparedQuery(LOCK).execute(Tuple.of(organizationId.toString())))
        .chain(() -> sql.query(AS_EVER).execute())
        .replaceWithVoid();
  }

  /** As {@link #hold} for what concerns every organization; tokens go on being made. */
  public Uni<Void> holdAll(SqlConnection sql) {
    return sql.preparedQuery(LOCK).execute(Tuple.of("")).replaceWithVoid();
  }

  /**
   * Puts a barrier up.
   *
   * @return the id of the event, by which its epoch can be found once it has one
   */
  public Uni<UUID> raise(SqlConnection sql, StoredBarrier barrier, Cause cause) {
    return store.add(sql, barrier).chain(() -> announce(sql, cause));
  }

  /**
   * Takes a barrier away.
   *
   * @return as {@link #raise}
   */
  public Uni<UUID> lift(SqlConnection sql, UUID id, StoredBarrier.Lifted how, Cause cause) {
    return store.lift(sql, id, how).chain(() -> announce(sql, cause));
  }

  private Uni<UUID> announce(SqlConnection sql, Cause cause) {
    @Nullable String reason = cause.reason();
    return store.nextVersion(sql).chain(all -> outbox.append(sql, all, cause.at(), reason));
  }
}
