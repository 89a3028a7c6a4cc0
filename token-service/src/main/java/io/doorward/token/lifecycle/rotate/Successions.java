package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.event.TokenEvent;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Ledger.Step;
import io.doorward.token.store.Facet;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;

/** Enters tokens' replacements, in a transaction that holds the old ones and their owners. */
@ApplicationScoped
public class Successions {
  private final Ledger ledger;
  private final RotationHistory history;

  @Inject
  Successions(Ledger ledger, RotationHistory history) {
    this.ledger = ledger;
    this.history = history;
  }

  /** Enters one. */
  Uni<Void> enter(SqlConnection sql, Succession one, Cause cause) {
    return ledger
        .created(sql, one.successor(), cause)
        .chain(() -> ledger.changed(sql, TokenEvent.Type.ROTATED, one.old(), one.retired(), cause))
        .chain(() -> history.add(sql, List.of(one.old().id()), cause));
  }

  /**
   * Enters many, with a round trip a table.
   *
   * @return the last of their outbox rows
   */
  public Uni<Long> enter(SqlConnection sql, List<Succession> many, Cause cause) {
    List<Step> steps = many.stream().map(one -> new Step(one.old(), one.retired())).toList();
    return ledger
        .created(sql, many.stream().map(Succession::successor).toList(), cause)
        .chain(() -> ledger.changed(sql, TokenEvent.Type.ROTATED, Facet.ROTATION, steps, cause))
        .call(() -> history.add(sql, many.stream().map(one -> one.old().id()).toList(), cause));
  }
}
