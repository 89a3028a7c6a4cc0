package io.doorward.token.protocol.respond;

import io.doorward.contract.event.SecurityEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;

/** Which events have been dealt with, and how many suspensions an organization has left. */
@ApplicationScoped
class BudgetStore {
  private static final Duration WINDOW = Duration.ofHours(1);

  /**
   * Events of one organization wait for each other here, so that the count is exact. The weaker
   * lock, because whoever holds a token and writes to the audit log needs the organization's key.
   */
  private static final String LOCK =
      "SELECT 1 FROM tokens.organization WHERE id = $1 FOR NO KEY UPDATE";

  private static final String SEEN = "SELECT 1 FROM tokens.security_event WHERE id = $1";

  private static final String RECORD =
      """
      INSERT INTO tokens.security_event (id, organization_id, token_id, at, outcome)
      VALUES ($1, $2, $3, $4, $5)
      """;

  private static final String SPENT =
      """
      SELECT (SELECT count(*) FROM tokens.security_event
               WHERE organization_id = $1 AND at > $2 AND outcome = 'suspended') AS spent,
             (SELECT suspensions_per_hour FROM tokens.policy WHERE organization_id = $1) AS own
      """;

  /**
   * Whether there are so many active ones: no more are looked at than it takes to know. A count of
   * all would one day take longer than a transaction may, and the event would be tried for ever.
   */
  static final String ACTIVE =
      """
      SELECT count(*) AS active FROM (
        (SELECT 1 FROM tokens.token
          WHERE organization_id = $1 AND revoked_at IS NULL AND rotated_at IS NULL
            AND expires_at IS NULL LIMIT $3)
        UNION ALL
        (SELECT 1 FROM tokens.token
          WHERE organization_id = $1 AND revoked_at IS NULL AND rotated_at IS NULL
            AND expires_at > $2 LIMIT $3)
        LIMIT $3) t
      """;

  /** Tokens beyond these add nothing to the budget. */
  private static final long MOST_COUNTED = 50_000;

  private final RespondConfig config;

  @Inject
  BudgetStore(RespondConfig config) {
    this.config = config;
  }

  /** Whether the event has been dealt with before; holds the organization from here on. */
  Uni<Boolean> seen(SqlConnection sql, SecurityEvent event) {
    return sql.preparedQuery(LOCK)
        .execute(Tuple.of(event.organizationId()))
        .chain(() -> sql.preparedQuery(SEEN).execute(Tuple.of(event.id())))
        .map(rows -> rows.rowCount() > 0);
  }

  /** Records what was done, in the same transaction. */
  Uni<Void> record(SqlConnection sql, SecurityEvent event, Outcome outcome, Instant now) {
    return sql.preparedQuery(RECORD)
        .execute(
            Tuple.of(
                event.id(),
                event.organizationId(),
                event.tokenId(),
                now.atOffset(ZoneOffset.UTC),
                outcome.wireName()))
        .replaceWithVoid();
  }

  /** Whether another automatic suspension is within the hour's budget. */
  Uni<Boolean> left(SqlConnection sql, UUID organizationId, Instant now) {
    return sql.preparedQuery(SPENT)
        .execute(Tuple.of(organizationId, now.minus(WINDOW).atOffset(ZoneOffset.UTC)))
        .chain(rows -> left(sql, organizationId, now, rows.iterator().next()));
  }

  private Uni<Boolean> left(SqlConnection sql, UUID organizationId, Instant now, Row row) {
    Integer own = row.getInteger("own");
    long spent = row.getLong("spent");
    if (own != null || spent < config.budgetPerHour() || config.budgetPercent() <= 0) {
      return Uni.createFrom().item(spent < (own != null ? own : config.budgetPerHour()));
    }
    long needed = ((spent + 1) * 100 + config.budgetPercent() - 1) / config.budgetPercent();
    return needed > MOST_COUNTED
        ? Uni.createFrom().item(false)
        : sql.preparedQuery(ACTIVE)
            .execute(Tuple.of(organizationId, now.atOffset(ZoneOffset.UTC), needed))
            .map(rows -> rows.iterator().next().getLong("active") >= needed);
  }
}
