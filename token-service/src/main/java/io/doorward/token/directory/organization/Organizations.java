package io.doorward.token.directory.organization;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.TokenSelection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads and changes the organization; with a new plan all its tokens' snapshots. */
@ApplicationScoped
class Organizations {
  private static final String PLANS = "SELECT * FROM tokens.plan ORDER BY per_day, id";
  private static final String ONE = "SELECT * FROM tokens.organization WHERE id = $1";
  private static final String LOCK = ONE + " FOR NO KEY UPDATE";
  private static final String PLAN = "SELECT 1 FROM tokens.plan WHERE id = $1";
  private static final String CHANGE =
      "UPDATE tokens.organization SET name = $2, plan_id = $3 WHERE id = $1 RETURNING *";

  private final Database database;
  private final Ledger ledger;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  Organizations(Database database, Ledger ledger, AuditLog audit, Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.audit = audit;
    this.clock = clock;
  }

  Uni<List<PlanView>> plans() {
    return database.connection(
        sql ->
            sql.query(PLANS)
                .execute()
                .map(
                    rows ->
                        StreamSupport.stream(rows.spliterator(), false)
                            .map(PlanView::of)
                            .toList()));
  }

  Uni<OrganizationView> one(Principal principal) {
    return database.connection(sql -> read(sql, ONE, principal));
  }

  Uni<OrganizationView> change(Principal principal, @Nullable String name, @Nullable String plan) {
    Cause cause = Cause.of(principal.actor(), clock.instant().truncatedTo(ChronoUnit.MICROS), null);
    return ledger.bulk(
        sql ->
            known(sql, plan)
                .chain(() -> read(sql, LOCK, principal))
                .chain(
                    before ->
                        sql.preparedQuery(CHANGE)
                            .execute(
                                Tuple.of(
                                    before.id(),
                                    Objects.requireNonNullElse(name, before.name()),
                                    Objects.requireNonNullElse(plan, before.plan())))
                            .map(rows -> OrganizationView.of(rows.iterator().next()))
                            .chain(
                                after -> enter(sql, before, after, cause).map(after::following))));
  }

  /** Whether the tokens follow. */
  private Uni<Boolean> enter(
      SqlConnection sql, OrganizationView before, OrganizationView after, Cause cause) {
    if (after.equals(before)) {
      return Uni.createFrom().item(false);
    }
    AuditEntry entry =
        new AuditEntry(
            after.id(),
            cause.at(),
            cause.actor(),
            "organization.changed",
            "organization",
            after.id().toString(),
            before,
            after,
            null,
            null);
    return audit
        .append(sql, entry)
        .chain(
            () ->
                after.plan().equals(before.plan())
                    ? Uni.createFrom().item(false)
                    : ledger.refresh(sql, TokenSelection.all(after.id()), cause));
  }

  private static Uni<OrganizationView> read(SqlConnection sql, String query, Principal principal) {
    return sql.preparedQuery(query)
        .execute(Tuple.of(principal.organizationId()))
        .map(rows -> OrganizationView.of(rows.iterator().next()));
  }

  private static Uni<Void> known(SqlConnection sql, @Nullable String plan) {
    if (plan == null) {
      return Uni.createFrom().voidItem();
    }
    return sql.preparedQuery(PLAN)
        .execute(Tuple.of(plan))
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                throw ProblemException.invalid(
                    ErrorCode.VALIDATION_FAILED,
                    List.of(
                        new Violation(
                            "/plan", "is not a plan", "Use the id of one of the plans.")));
              }
            })
        .replaceWithVoid();
  }
}
