package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.event.TokenEvent;
import io.doorward.token.catalogue.policy.PolicyStore;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Ledger.Step;
import io.doorward.token.secret.Mint;
import io.doorward.token.store.Facet;
import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;

/** Enters tokens' replacements, in a transaction that holds the old ones and their owners. */
@ApplicationScoped
public class Successions {
  private final Ledger ledger;
  private final RotationHistory history;
  private final PolicyStore policies;
  private final Overlaps overlaps;
  private final Mint mint;

  @Inject
  Successions(
      Ledger ledger, RotationHistory history, PolicyStore policies, Overlaps overlaps, Mint mint) {
    this.ledger = ledger;
    this.history = history;
    this.policies = policies;
    this.overlaps = overlaps;
    this.mint = mint;
  }

  /**
   * Replaces a token whose row and owner the transaction has locked.
   *
   * @param by the person whose creations the successor counts among
   * @param overlap how long the old secret is still accepted
   */
  public Uni<RotateOutcome> replace(
      SqlConnection sql, StoredToken old, String by, Duration overlap, Cause cause) {
    return policies
        .read(sql, old.organizationId())
        .chain(
            policy ->
                overlaps
                    .full(sql, List.of(old), overlap, cause.at())
                    .map(
                        full ->
                            Replacement.judge(old, overlap, policy, !full.isEmpty(), cause.at())))
        .chain(judged -> replace(sql, by, judged, cause));
  }

  private Uni<RotateOutcome> replace(
      SqlConnection sql, String by, Replacement judged, Cause cause) {
    if (judged instanceof Replacement.Conflict conflict) {
      return Uni.createFrom().item(new RotateOutcome.Conflict(conflict.why()));
    }
    if (judged instanceof Replacement.Refused refused) {
      return Uni.createFrom().item(new RotateOutcome.Refused(refused.code(), refused.violations()));
    }
    Succession made = ((Replacement.Allowed) judged).make(mint, by, cause.at());
    return enter(sql, made, cause)
        .replaceWith(new RotateOutcome.Rotated(made.successor(), made.minted()));
  }

  private Uni<Void> enter(SqlConnection sql, Succession one, Cause cause) {
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
