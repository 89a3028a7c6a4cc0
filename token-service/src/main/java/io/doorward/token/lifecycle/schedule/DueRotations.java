package io.doorward.token.lifecycle.schedule;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What the schedules ask for now. */
@ApplicationScoped
class DueRotations {
  /**
   * A living token {@code t} of the account of schedule {@code s}. One whose own secret nobody has
   * collected is not replaced: whoever holds the one before would be cut off.
   */
  private static final String LIVING =
      """
      t.organization_id = s.organization_id AND t.owner_kind = 'service_account'
        AND t.owner_id = s.service_account_id::text
        AND t.rotated_at IS NULL AND t.revoked_at IS NULL
        AND (t.expires_at IS NULL OR t.expires_at > $1)
        AND (t.suspended_at IS NULL OR t.suspended_until <= $1)
        AND NOT EXISTS (SELECT 1 FROM tokens.waiting_successor w
                         WHERE w.successor_id = t.id AND w.collected_at IS NULL)
      """;

  private static final String DUE =
      LIVING
          + """
        AND t.created_at <= $1 - make_interval(days => s.every_days)
        AND NOT EXISTS (SELECT 1 FROM tokens.rotation_notice n
                         WHERE n.token_id = t.id AND n.kind = 'failed'
                           AND n.at > $1 - interval '1 day')
      """;

  private static final String ENABLED =
      """
       FROM tokens.rotation_schedule s
       JOIN tokens.service_account a
         ON a.id = s.service_account_id AND a.deleted_at IS NULL AND a.disabled_at IS NULL
      """;

  /** An account that another replica is dealing with is passed over. */
  private static final String TAKE_ACCOUNT =
      "SELECT s.service_account_id, s.organization_id, s.every_days, s.overlap_seconds"
          + ENABLED
          + " WHERE s.service_account_id <> ALL ($2)"
          + " AND EXISTS (SELECT 1 FROM tokens.token t WHERE "
          + DUE
          + ") LIMIT 1 FOR UPDATE OF s SKIP LOCKED";

  private static final String TOKENS =
      "SELECT t.id FROM tokens.rotation_schedule s JOIN tokens.token t ON "
          + DUE
          + " WHERE s.service_account_id = $2 ORDER BY t.id LIMIT $3";

  private static final String TELLING =
      "SELECT 'DUE' AS kind, t.id, t.organization_id,"
          + " t.created_at + make_interval(days => s.every_days) AS at"
          + ENABLED
          + " JOIN tokens.token t ON "
          + LIVING
          + """
       WHERE t.created_at + make_interval(days => s.every_days) > $1
         AND t.created_at + make_interval(days => s.every_days)
             - least(make_interval(secs => $2), make_interval(days => s.every_days) / 2) <= $1
         AND NOT EXISTS (SELECT 1 FROM tokens.rotation_notice n
                          WHERE n.token_id = t.id AND n.kind = 'due')
      UNION ALL
      SELECT k.kind, w.token_id, w.organization_id, w.waits_until
        FROM tokens.waiting_successor w
        JOIN tokens.token t ON t.id = w.token_id AND t.revoked_at IS NULL
       CROSS JOIN (VALUES ('UNCOLLECTED'), ('ENDING')) AS k (kind)
       WHERE w.collected_at IS NULL AND w.waits_until > $1
         AND CASE k.kind
               WHEN 'UNCOLLECTED' THEN w.made_at + make_interval(secs => w.overlap_seconds) <= $1
               ELSE w.waits_until - make_interval(secs => $2) <= $1 END
         AND NOT EXISTS (SELECT 1 FROM tokens.rotation_notice n
                          WHERE n.token_id = w.token_id AND n.kind = lower(k.kind))
      LIMIT $3
      """;

  /** An account with tokens that are due. */
  record Account(UUID id, UUID organizationId, int everyDays, Duration overlap) {}

  /**
   * Something to tell people.
   *
   * @param at when the rotation is due, or the old secret ends
   */
  record Telling(Notices.Kind kind, UUID token, UUID organizationId, Instant at) {}

  /** An account with something due, held until the transaction ends. */
  Uni<Optional<Account>> takeAccount(SqlConnection sql, Instant now, Collection<UUID> but) {
    return sql.preparedQuery(TAKE_ACCOUNT)
        .execute(Tuple.of(time(now), but.toArray(UUID[]::new)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(
                        row ->
                            new Account(
                                row.getUUID("service_account_id"),
                                row.getUUID("organization_id"),
                                row.getInteger("every_days"),
                                Duration.ofSeconds(row.getLong("overlap_seconds")))));
  }

  /** The account's tokens that are due. */
  Uni<List<UUID>> tokens(SqlConnection sql, Account account, Instant now, int most) {
    return sql.preparedQuery(TOKENS)
        .execute(Tuple.of(time(now), account.id(), most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID("id"))
                    .toList());
  }

  /** What nobody has told people yet. */
  Uni<List<Telling>> tellings(SqlConnection sql, Instant now, Duration ahead, int most) {
    return sql.preparedQuery(TELLING)
        .execute(Tuple.of(time(now), (double) ahead.toSeconds(), most))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(
                        row ->
                            new Telling(
                                Notices.Kind.valueOf(row.getString("kind")),
                                row.getUUID("id"),
                                row.getUUID("organization_id"),
                                row.getOffsetDateTime("at").toInstant()))
                    .toList());
  }

  private static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
