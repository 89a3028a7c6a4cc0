package io.doorward.token.lifecycle.killswitch;

import io.doorward.contract.barrier.Barrier;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.barrier.BarrierStore;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;

/** Reads kill switches, those that stand and those that stood. */
@ApplicationScoped
class KillSwitchReader {
  private static final String PAGE =
      """
      SELECT * FROM tokens.barrier b
       WHERE organization_id = $1 AND kind = 'kill_switch'
         AND (NOT $2 OR released_at IS NULL)
         AND ($3::uuid IS NULL OR (thrown_at, id) < (
               SELECT thrown_at, id FROM tokens.barrier WHERE id = $3 AND organization_id = $1))
       ORDER BY thrown_at DESC, id DESC LIMIT $4
      """;

  private final Database database;
  private final BarrierStore store;

  @Inject
  KillSwitchReader(Database database, BarrierStore store) {
    this.database = database;
    this.store = store;
  }

  Uni<KillSwitchView> one(Principal principal, UUID id) {
    return database
        .connection(
            sql -> store.find(sql, principal.organizationId(), id, Barrier.Kind.KILL_SWITCH))
        .map(found -> found.map(KillSwitchView::of).orElseThrow(ProblemException::notFound));
  }

  /** One more than the slice shows, if there is one. */
  Uni<List<KillSwitchView>> page(Slice slice, boolean active) {
    UUID after = slice.after().isEmpty() ? null : UUID.fromString(slice.after());
    return database
        .connection(
            sql ->
                sql.preparedQuery(PAGE)
                    .execute(Tuple.of(slice.organizationId(), active, after, slice.fetch())))
        .map(rows -> BarrierStore.all(rows).stream().map(KillSwitchView::of).toList());
  }
}
