package io.doorward.token.directory;

import io.doorward.kit.identity.Caller;
import io.doorward.token.database.Database;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Finds the member behind a session; at the first sign-in creates the organization and the member
 * from the session's claims. From then on the directory's row counts, not the claim.
 */
@ApplicationScoped
class SignIn {
  /** Concurrent first sign-ins wait for each other here and then all find the one row. */
  private static final String ADD_ORGANIZATION =
      """
      INSERT INTO tokens.organization (id, slug, name, created_at)
      VALUES (:id, :slug, :slug, :now) ON CONFLICT (slug) DO NOTHING
      """;

  private static final String ADD_MEMBER =
      """
      INSERT INTO tokens.member (organization_id, subject, email, display_name, role, created_at)
      SELECT id, :subject, CAST(:email AS text), CAST(:name AS text), :role, :now
        FROM tokens.organization WHERE slug = :slug
      ON CONFLICT (organization_id, subject) DO NOTHING
      """;

  private final Database database;
  private final Clock clock;

  @Inject
  SignIn(Database database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  /** The member, known or new. */
  Uni<Member> member(Caller.Session session) {
    return database.bounded(
        Panache.withSession(() -> find(session))
            .chain(
                known ->
                    known
                        .map(member -> Uni.createFrom().item(member))
                        .orElseGet(() -> Panache.withTransaction(() -> add(session)))));
  }

  private static Uni<Optional<Member>> find(Caller.Session session) {
    return Member.find(session.organization(), session.subject());
  }

  private Uni<Member> add(Caller.Session session) {
    return Panache.getSession()
        .call(
            sql ->
                sql.createNativeQuery(ADD_ORGANIZATION)
                    .setParameter("id", UUID.randomUUID())
                    .setParameter("slug", session.organization())
                    .setParameter("now", clock.instant())
                    .executeUpdate())
        .call(
            sql ->
                sql.createNativeQuery(ADD_MEMBER)
                    .setParameter("subject", session.subject())
                    .setParameter("email", session.email())
                    .setParameter("name", session.name())
                    .setParameter("role", session.role().wireName())
                    .setParameter("slug", session.organization())
                    .setParameter("now", clock.instant())
                    .executeUpdate())
        .chain(() -> find(session))
        .map(Optional::orElseThrow);
  }
}
