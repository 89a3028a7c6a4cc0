package io.doorward.token.lifecycle.schedule;

import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;

/** Tells people, in the audit log, what is near or overdue, and destroys what nobody can have. */
@ApplicationScoped
class Tellings {
  private final Ledger ledger;
  private final TokenStore tokens;
  private final DueRotations due;
  private final WaitingSuccessors waiting;
  private final Notices notices;
  private final ScheduleConfig config;
  private final Clock clock;

  @Inject
  Tellings(
      Ledger ledger,
      TokenStore tokens,
      DueRotations due,
      WaitingSuccessors waiting,
      Notices notices,
      ScheduleConfig config,
      Clock clock) {
    this.ledger = ledger;
    this.tokens = tokens;
    this.due = due;
    this.waiting = waiting;
    this.notices = notices;
    this.config = config;
    this.clock = clock;
  }

  Uni<Void> all() {
    return batch().chain(count -> count == 0 ? Uni.createFrom().voidItem() : all());
  }

  /**
   * Of one organization: the audit log links its entries one transaction after the other. With the
   * time of a change of many: a batch that never fits would be begun anew for ever.
   */
  private Uni<Integer> batch() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return ledger.bulk(
        sql ->
            waiting
                .purge(sql, now)
                .chain(() -> due.tellings(sql, now, config.warning(), config.batch()))
                .map(Tellings::ofTheFirstsOrganization)
                .chain(found -> tell(sql, found, now).replaceWith(found.size())));
  }

  private static List<DueRotations.Telling> ofTheFirstsOrganization(
      List<DueRotations.Telling> found) {
    return found.stream()
        .filter(telling -> telling.organizationId().equals(found.get(0).organizationId()))
        .toList();
  }

  private Uni<Void> tell(SqlConnection sql, List<DueRotations.Telling> found, Instant now) {
    Uni<Void> told = Uni.createFrom().voidItem();
    for (DueRotations.Telling telling : found) {
      told =
          told.chain(() -> notices.first(sql, telling.token(), telling.kind(), now))
              .chain(first -> first ? tell(sql, telling, now) : Uni.createFrom().voidItem());
    }
    return told;
  }

  private Uni<Void> tell(SqlConnection sql, DueRotations.Telling telling, Instant now) {
    TreeMap<String, String> evidence = new TreeMap<>();
    evidence.put(
        telling.kind() == Notices.Kind.DUE ? "dueAt" : "acceptedUntil", telling.at().toString());
    Cause cause = new Cause(ScheduledRotation.actor(), now, null, evidence);
    return tokens
        .find(sql, telling.organizationId(), telling.token())
        .chain(token -> ledger.noted(sql, telling.kind().action(), token.orElseThrow(), cause));
  }
}
