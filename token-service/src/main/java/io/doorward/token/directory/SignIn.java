package io.doorward.token.directory;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Role;
import io.doorward.kit.identity.Caller;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.Actor;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.database.Database;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the member behind a session; at the first sign-in creates the organization and the member
 * from the session's claims, or from an invitation for the address. From then on the directory's
 * row counts, not the claim.
 */
@ApplicationScoped
class SignIn {
  /** Concurrent first sign-ins wait for each other here and then all find the one row. */
  private static final String ADD_ORGANIZATION =
      """
      INSERT INTO tokens.organization (id, slug, name, created_at)
      VALUES ($1, $2, $2, $3) ON CONFLICT (slug) DO NOTHING
      RETURNING id
      """;

  /** The role is the invitation's if there is one, else the claim's. */
  private static final String ADD_MEMBER =
      """
      INSERT INTO tokens.member (organization_id, subject, email, display_name, role, created_at)
      SELECT id, $2, $3, $4, $5, $6 FROM tokens.organization WHERE slug = $1
      ON CONFLICT (organization_id, subject) DO UPDATE
         SET email = EXCLUDED.email, display_name = EXCLUDED.display_name, role = EXCLUDED.role,
             removed_at = NULL, removed_by = NULL
       WHERE $7 AND tokens.member.removed_at IS NOT NULL
      RETURNING organization_id
      """;

  /** Of two first sign-ins with the same address one finds the invitation. */
  private static final String ACCEPT =
      """
      UPDATE tokens.invitation i SET accepted_at = $3, accepted_by = $4
        FROM tokens.organization o
       WHERE o.slug = $1 AND i.organization_id = o.id AND i.email = lower($2)
         AND i.accepted_at IS NULL AND i.withdrawn_at IS NULL AND i.expires_at > $3
      RETURNING i.id, i.organization_id, i.role
      """;

  private final Database database;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  SignIn(Database database, AuditLog audit, Clock clock) {
    this.database = database;
    this.audit = audit;
    this.clock = clock;
  }

  /** The member, known or new; fails with {@code insufficient_scope} for one who was removed. */
  Uni<Member> member(Caller.Session session, Actor actor) {
    return find(session)
        .chain(
            known ->
                known.isPresent() && known.get().removedAt == null
                    ? Uni.createFrom().item(known)
                    : add(session, actor).chain(() -> find(session)))
        .map(found -> found.filter(m -> m.removedAt == null).orElseThrow(SignIn::removed));
  }

  private static ProblemException removed() {
    return ProblemException.of(
        ErrorCode.INSUFFICIENT_SCOPE,
        "You are no longer a member of this organization; ask one of its owners to invite you.");
  }

  private Uni<Optional<Member>> find(Caller.Session session) {
    return database.bounded(
        Panache.withSession(() -> Member.find(session.organization(), session.subject())));
  }

  private Uni<Void> add(Caller.Session session, Actor actor) {
    Instant at = clock.instant().truncatedTo(ChronoUnit.MICROS);
    return database.transaction(
        sql ->
            found(sql, session, actor, at)
                .chain(() -> accept(sql, session, actor, at))
                .chain(invited -> join(sql, session, invited, actor, at)));
  }

  /** Enters what was made and nothing else: others may have made it meanwhile. */
  private Uni<Void> found(SqlConnection sql, Caller.Session session, Actor actor, Instant at) {
    Tuple organization =
        Tuple.of(UUID.randomUUID(), session.organization(), at.atOffset(ZoneOffset.UTC));
    return made(sql, ADD_ORGANIZATION, organization)
        .chain(
            id ->
                id.map(
                        made ->
                            audit.append(
                                sql,
                                new AuditEntry(
                                    made,
                                    at,
                                    actor,
                                    "organization.created",
                                    "organization",
                                    made.toString(),
                                    null,
                                    Map.of("slug", session.organization()),
                                    null,
                                    null)))
                    .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  private Uni<Void> join(
      SqlConnection sql, Caller.Session session, Optional<Role> invited, Actor actor, Instant at) {
    String role = invited.orElse(session.role()).wireName();
    Tuple member =
        Tuple.from(
            new @Nullable Object[] {
              session.organization(),
              session.subject(),
              session.email(),
              session.name(),
              role,
              at.atOffset(ZoneOffset.UTC),
              invited.isPresent()
            });
    return made(sql, ADD_MEMBER, member)
        .chain(
            id ->
                id.map(
                        organization ->
                            audit.append(
                                sql,
                                new AuditEntry(
                                    organization,
                                    at,
                                    actor,
                                    "member.joined",
                                    "member",
                                    session.subject(),
                                    null,
                                    Map.of(
                                        "role",
                                        role,
                                        "by",
                                        invited.isPresent() ? "invitation" : "claim"),
                                    null,
                                    null)))
                    .orElseGet(() -> Uni.createFrom().voidItem()));
  }

  /** The organization's id; empty if there was nothing to be made. */
  private static Uni<Optional<UUID>> made(SqlConnection sql, String statement, Tuple row) {
    return sql.preparedQuery(statement)
        .execute(row)
        .map(
            rows ->
                rows.size() == 0
                    ? Optional.empty()
                    : Optional.of(rows.iterator().next().getUUID(0)));
  }

  private Uni<Optional<Role>> accept(
      SqlConnection sql, Caller.Session session, Actor actor, Instant at) {
    if (session.email() == null || !session.emailVerified()) {
      return Uni.createFrom().item(Optional.empty());
    }
    return sql.preparedQuery(ACCEPT)
        .execute(
            Tuple.of(
                session.organization(),
                session.email(),
                at.atOffset(ZoneOffset.UTC),
                session.subject()))
        .chain(
            rows -> {
              if (rows.size() == 0) {
                return Uni.createFrom().item(Optional.<Role>empty());
              }
              Row row = rows.iterator().next();
              AuditEntry entry =
                  new AuditEntry(
                      row.getUUID("organization_id"),
                      at,
                      actor,
                      "invitation.accepted",
                      "invitation",
                      row.getUUID("id").toString(),
                      null,
                      Map.of("role", row.getString("role"), "subject", session.subject()),
                      null,
                      null);
              return audit
                  .append(sql, entry)
                  .replaceWith(Optional.of(Role.of(row.getString("role"))));
            });
  }
}
