package io.doorward.token.lifecycle.schedule;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Ranks;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Sets and shows schedules. Who sets one gets hold of no secret by it. */
@ApplicationScoped
class Schedules {
  private static final Duration SHORTEST = Duration.ofMinutes(10);
  private static final Duration LONGEST = Duration.ofDays(30);
  private static final int MOST_DAYS = 365;

  private final Database database;
  private final ScheduleStore schedules;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  Schedules(Database database, ScheduleStore schedules, AuditLog audit, Clock clock) {
    this.database = database;
    this.schedules = schedules;
    this.audit = audit;
    this.clock = clock;
  }

  Uni<RotationSchedule> show(Principal principal, UUID account) {
    return database
        .connection(sql -> account(sql, principal, account))
        .map(found -> existing(found.schedule()));
  }

  Uni<RotationSchedule> put(Principal principal, UUID account, PutRotationSchedule asked) {
    RotationSchedule next = read(principal, asked);
    return database.transaction(
        sql ->
            account(sql, principal, account)
                .invoke(found -> Ranks.require(principal, found.role()))
                .call(() -> schedules.put(sql, principal.organizationId(), account, next))
                .call(found -> enter(sql, principal, account, found.schedule(), next))
                .replaceWith(next));
  }

  Uni<Void> remove(Principal principal, UUID account) {
    return database.transaction(
        sql ->
            account(sql, principal, account)
                .invoke(found -> Ranks.require(principal, found.role()))
                .invoke(found -> existing(found.schedule()))
                .call(() -> schedules.remove(sql, account))
                .call(found -> enter(sql, principal, account, found.schedule(), null))
                .replaceWithVoid());
  }

  private Uni<ScheduleStore.Account> account(SqlConnection sql, Principal principal, UUID id) {
    return schedules
        .find(sql, principal.organizationId(), id)
        .map(found -> found.orElseThrow(ProblemException::notFound));
  }

  private static RotationSchedule existing(@Nullable RotationSchedule schedule) {
    if (schedule == null) {
      throw ProblemException.notFound();
    }
    return schedule;
  }

  private Uni<Void> enter(
      SqlConnection sql,
      Principal principal,
      UUID account,
      @Nullable RotationSchedule before,
      @Nullable RotationSchedule after) {
    return audit.append(
        sql,
        new AuditEntry(
            principal.organizationId(),
            now(),
            principal.actor(),
            "service_account." + (after == null ? "schedule_removed" : "scheduled"),
            "service_account",
            account.toString(),
            before,
            after,
            null,
            null));
  }

  private RotationSchedule read(Principal principal, PutRotationSchedule asked) {
    List<Violation> violations = new ArrayList<>();
    int days = asked.everyDays() == null ? 0 : asked.everyDays();
    if (days < 1 || days > MOST_DAYS) {
      violations.add(
          new Violation("/everyDays", "is not a number of days", "Use a number from 1 to 365."));
    }
    Duration overlap = overlap(asked.overlap());
    if (overlap == null) {
      violations.add(
          new Violation(
              "/overlap",
              "is not a duration from 10 min to 30 d",
              "Use ISO 8601, such as PT10M, PT24H or P7D."));
    }
    if (overlap != null && days >= 1 && overlap.compareTo(Duration.ofDays(days)) > 0) {
      // There would be more secrets in their overlap than may be, and no rotation until one ends.
      violations.add(
          new Violation(
              "/overlap",
              "is longer than the time between two rotations",
              "Use at most P" + days + "D."));
    }
    if (overlap == null || !violations.isEmpty()) {
      throw ProblemException.invalid(ErrorCode.VALIDATION_FAILED, violations);
    }
    return new RotationSchedule(days, overlap.toString(), principal.subject(), now());
  }

  private static @Nullable Duration overlap(@Nullable String written) {
    try {
      Duration overlap =
          Duration.ofSeconds(Duration.parse(written == null ? "PT24H" : written).toSeconds());
      return overlap.compareTo(SHORTEST) < 0 || overlap.compareTo(LONGEST) > 0 ? null : overlap;
    } catch (DateTimeParseException e) {
      return null;
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
