package io.doorward.token.store;

import io.doorward.contract.scope.Role;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What counts before a token is created. */
@ApplicationScoped
public class CreatorStore {
  private static final Duration WINDOW = Duration.ofHours(1);

  /** Keeps role and plan as they are until the transaction ends; read then by {@link #READ}. */
  private static final String LOCK =
      """
      SELECT 1 FROM tokens.organization o
        JOIN tokens.member m ON m.organization_id = o.id
       WHERE o.id = $1 AND m.subject = $2
         FOR SHARE OF o FOR UPDATE OF m
      """;

  private static final String READ =
      """
      SELECT o.slug, m.role, q.max_tokens_per_user, q.creations_per_hour,
             p.per_second AS plan_second, p.per_minute AS plan_minute,
             p.per_hour AS plan_hour, p.per_day AS plan_day,
             p.org_per_second AS org_second, p.org_per_minute AS org_minute,
             p.org_per_hour AS org_hour, p.org_per_day AS org_day
        FROM tokens.member m
        JOIN tokens.organization o ON o.id = m.organization_id
        JOIN tokens.plan p ON p.id = o.plan_id
        LEFT JOIN tokens.policy q ON q.organization_id = o.id
       WHERE m.organization_id = $1 AND m.subject = $2 AND m.removed_at IS NULL
      """;

  private static final String ACCOUNT =
      """
      SELECT * FROM tokens.service_account
       WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL FOR UPDATE
      """;

  /** Of the own organization only: another's public agent is there to be read. */
  private static final String AGENT =
      """
      SELECT 1 FROM tokens.agent
       WHERE organization_id = $1 AND id = $2 AND deleted_at IS NULL
         AND (visibility <> 'private' OR created_by = $3 OR $4)
         FOR SHARE
      """;

  /**
   * Counts no further than matters, so that it costs the same for whoever has very many. A replaced
   * one counts until its overlap ends, as it works until then; but not while nobody has collected
   * the secret of its successor, of which one of the two works.
   */
  private static final String ACTIVE =
      """
      SELECT count(*) AS active FROM (
        (SELECT 1 FROM tokens.token
          WHERE organization_id = $1 AND owner_id = $2 AND revoked_at IS NULL
            AND rotated_at IS NULL AND (expires_at IS NULL OR expires_at > $3) LIMIT $4)
        UNION ALL
        (SELECT 1 FROM tokens.token t
          WHERE organization_id = $1 AND owner_id = $2 AND revoked_at IS NULL
            AND rotated_at IS NOT NULL AND overlap_until > $3
            AND (expires_at IS NULL OR expires_at > $3)
            AND NOT EXISTS (SELECT 1 FROM tokens.waiting_successor w
                             WHERE w.token_id = t.id AND w.collected_at IS NULL)
          LIMIT $4)) counted
      """;

  private static final String FULL_SINCE =
      """
      SELECT created_at FROM tokens.token
       WHERE organization_id = $1 AND created_by = $2 AND created_at > $3
         AND predecessor_id IS NULL
       ORDER BY created_at DESC OFFSET $4 LIMIT 1
      """;

  /**
   * Whether there is such an agent for this member; it is not deleted before the transaction ends.
   */
  public Uni<Boolean> agent(
      SqlConnection sql, UUID organizationId, UUID id, String subject, boolean administers) {
    return sql.preparedQuery(AGENT)
        .execute(Tuple.of(organizationId, id, subject, administers))
        .map(rows -> rows.size() > 0);
  }

  /** A service account, held as it is until the transaction ends. */
  public Uni<Optional<Account>> account(
      SqlConnection sql, UUID organizationId, UUID id, Allowance allowance, Instant now) {
    return sql.preparedQuery(ACCOUNT)
        .execute(Tuple.of(organizationId, id))
        .chain(
            rows ->
                rows.size() == 0
                    ? Uni.createFrom().item(Optional.empty())
                    : account(sql, rows.iterator().next(), organizationId, id, allowance, now));
  }

  private static Uni<Optional<Account>> account(
      SqlConnection sql, Row row, UUID organizationId, UUID id, Allowance allowance, Instant now) {
    return active(sql, organizationId, id.toString(), allowance, now)
        .map(
            active ->
                Optional.of(
                    new Account(
                        Role.of(row.getString("role")),
                        row.getOffsetDateTime("disabled_at") != null,
                        active)));
  }

  private static Uni<Long> active(
      SqlConnection sql, UUID organizationId, String owner, Allowance allowance, Instant now) {
    return sql.preparedQuery(ACTIVE)
        .execute(
            Tuple.of(organizationId, owner, TokenRow.time(now), Math.max(0L, allowance.tokens())))
        .map(rows -> rows.iterator().next().getLong("active"));
  }

  /**
   * The member, held until the transaction ends so that two creations cannot both be the last.
   *
   * @param usual what an organization without a policy of its own allows
   */
  public Uni<Optional<Creator>> lock(
      SqlConnection sql, UUID organizationId, String subject, Allowance usual, Instant now) {
    return sql.preparedQuery(LOCK)
        .execute(Tuple.of(organizationId, subject))
        .chain(() -> sql.preparedQuery(READ).execute(Tuple.of(organizationId, subject)))
        .chain(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(member -> counted(sql, member, organizationId, subject, usual, now))
                    .orElseGet(() -> Uni.createFrom().item(Optional.empty())));
  }

  private static Uni<Optional<Creator>> counted(
      SqlConnection sql,
      Row member,
      UUID organizationId,
      String subject,
      Allowance usual,
      Instant now) {
    Allowance allowance =
        new Allowance(
            Objects.requireNonNullElse(member.getInteger("max_tokens_per_user"), usual.tokens()),
            Objects.requireNonNullElse(member.getInteger("creations_per_hour"), usual.perHour()));
    return active(sql, organizationId, subject, allowance, now)
        .chain(
            active ->
                fullSince(sql, organizationId, subject, allowance, now)
                    .map(
                        full ->
                            Optional.of(creator(member, allowance, active, full.orElse(null)))));
  }

  private static Uni<Optional<Instant>> fullSince(
      SqlConnection sql, UUID organizationId, String subject, Allowance allowance, Instant now) {
    return sql.preparedQuery(FULL_SINCE)
        .execute(
            Tuple.of(
                organizationId,
                subject,
                TokenRow.time(now.minus(WINDOW)),
                Math.max(0L, allowance.perHour() - 1L)))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(row -> row.getOffsetDateTime("created_at").toInstant()));
  }

  private static Creator creator(
      Row member, Allowance allowance, long active, @Nullable Instant fullSince) {
    return new Creator(
        member.getString("slug"),
        Role.of(member.getString("role")),
        TokenRow.limits(member, "plan_"),
        TokenRow.organizationLimits(member),
        allowance,
        active,
        fullSince);
  }
}
