package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.event.TokenEvent;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.change.Ledger.Step;
import io.doorward.token.directory.Principal;
import io.doorward.token.lifecycle.rotate.Succession;
import io.doorward.token.lifecycle.rotate.Successions;
import io.doorward.token.secret.Mint;
import io.doorward.token.store.Facet;
import io.doorward.token.store.StoredToken;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Carries an order out for tokens that are locked. */
@ApplicationScoped
class Execution {
  private final Ledger ledger;
  private final Successions successions;
  private final Mint mint;
  private final JobSecrets secrets;

  @Inject
  Execution(Ledger ledger, Successions successions, Mint mint, JobSecrets secrets) {
    this.ledger = ledger;
    this.successions = successions;
    this.mint = mint;
    this.secrets = secrets;
  }

  /**
   * What came of it.
   *
   * @param lastOutboxId {@code null}: nothing was changed
   */
  record Result(List<Item> items, @Nullable Long lastOutboxId) {
    public Result {
      items = List.copyOf(items);
    }
  }

  /** A replacement and the item it belongs to. */
  record Replaced(Item item, Succession succession) {}

  Uni<Result> of(
      SqlConnection sql,
      Job job,
      Principal principal,
      List<Item> todo,
      List<StoredToken> locked,
      Function<StoredToken, Verdict> judge,
      Instant now) {
    Map<UUID, StoredToken> seen = Forecast.seen(principal, locked);
    List<Item> done = new ArrayList<>();
    List<Step> steps = new ArrayList<>();
    List<Replaced> replaced = new ArrayList<>();
    for (Item item : todo) {
      StoredToken token = seen.get(item.id());
      Verdict verdict = token == null ? new Verdict.NotFound() : judge.apply(token);
      UUID successor = null;
      if (verdict instanceof Verdict.Change change) {
        steps.add(new Step(change.before(), change.after()));
      } else if (verdict instanceof Verdict.Replace replace) {
        Succession made = replace.replacement().make(mint, principal.subject(), now);
        replaced.add(new Replaced(item, made));
        successor = made.successor().id();
      }
      done.add(item.with(verdict, successor));
    }
    return enter(sql, job, cause(job, now), steps, replaced).map(last -> new Result(done, last));
  }

  private static Cause cause(Job job, Instant now) {
    TreeMap<String, String> evidence = new TreeMap<>();
    evidence.put("job", job.id().toString());
    return new Cause(job.began().actor(), now, job.order().reason(), evidence);
  }

  private Uni<@Nullable Long> enter(
      SqlConnection sql, Job job, Cause cause, List<Step> steps, List<Replaced> replaced) {
    if (!replaced.isEmpty()) {
      List<Succession> all = replaced.stream().map(Replaced::succession).toList();
      return successions
          .enter(sql, all, cause)
          .call(() -> secrets.keep(sql, job, replaced, cause.at()));
    }
    if (steps.isEmpty()) {
      return Uni.createFrom().nullItem();
    }
    return switch (job.order().action()) {
      case REVOKE -> ledger.changed(sql, TokenEvent.Type.REVOKED, Facet.REVOCATION, steps, cause);
      case SUSPEND ->
          ledger.changed(sql, TokenEvent.Type.SUSPENDED, Facet.SUSPENSION, steps, cause);
      case REACTIVATE ->
          ledger.changed(sql, TokenEvent.Type.REACTIVATED, Facet.SUSPENSION, steps, cause);
      case EDIT, ROTATE -> ledger.changed(sql, TokenEvent.Type.UPDATED, Facet.TERMS, steps, cause);
    };
  }
}
