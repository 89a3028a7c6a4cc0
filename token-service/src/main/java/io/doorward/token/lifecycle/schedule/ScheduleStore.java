package io.doorward.token.lifecycle.schedule;

import io.doorward.contract.scope.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The schedules of service accounts. */
@ApplicationScoped
class ScheduleStore {
  private static final String FIND =
      """
      SELECT a.role, s.every_days, s.overlap_seconds, s.set_by, s.set_at
        FROM tokens.service_account a
        LEFT JOIN tokens.rotation_schedule s ON s.service_account_id = a.id
       WHERE a.organization_id = $1 AND a.id = $2 AND a.deleted_at IS NULL
      """;

  private static final String PUT =
      """
      INSERT INTO tokens.rotation_schedule (service_account_id, organization_id, every_days,
          overlap_seconds, set_by, set_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      ON CONFLICT (service_account_id) DO UPDATE SET every_days = excluded.every_days,
        overlap_seconds = excluded.overlap_seconds, set_by = excluded.set_by,
        set_at = excluded.set_at
      """;

  private static final String REMOVE =
      "DELETE FROM tokens.rotation_schedule WHERE service_account_id = $1";

  /**
   * An account.
   *
   * @param role the most its tokens can do
   */
  record Account(Role role, @Nullable RotationSchedule schedule) {}

  Uni<Optional<Account>> find(SqlConnection sql, UUID organizationId, UUID id) {
    return sql.preparedQuery(FIND)
        .execute(Tuple.of(organizationId, id))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(ScheduleStore::account));
  }

  Uni<Void> put(SqlConnection sql, UUID organizationId, UUID id, RotationSchedule schedule) {
    return sql.preparedQuery(PUT)
        .execute(
            Tuple.of(
                id,
                organizationId,
                schedule.everyDays(),
                Duration.parse(schedule.overlap()).toSeconds(),
                schedule.setBy(),
                schedule.setAt().atOffset(ZoneOffset.UTC)))
        .replaceWithVoid();
  }

  Uni<Void> remove(SqlConnection sql, UUID id) {
    return sql.preparedQuery(REMOVE).execute(Tuple.of(id)).replaceWithVoid();
  }

  private static Account account(Row row) {
    Integer every = row.getInteger("every_days");
    return new Account(
        Role.of(row.getString("role")),
        every == null
            ? null
            : new RotationSchedule(
                every,
                Duration.ofSeconds(row.getLong("overlap_seconds")).toString(),
                row.getString("set_by"),
                row.getOffsetDateTime("set_at").toInstant()));
  }
}
