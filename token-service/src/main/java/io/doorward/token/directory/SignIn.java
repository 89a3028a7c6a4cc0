package io.doorward.token.directory;

import io.doorward.kit.identity.Caller;
import io.doorward.token.database.Database;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

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
      VALUES ($1, $2, $2, $3) ON CONFLICT (slug) DO NOTHING
      """;

  private static final String ADD_MEMBER =
      """
      INSERT INTO tokens.member (organization_id, subject, email, display_name, role, created_at)
      SELECT id, $2, $3, $4, $5, $6 FROM tokens.organization WHERE slug = $1
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
    return find(session)
        .chain(
            known ->
                known
                    .map(member -> Uni.createFrom().item(member))
                    .orElseGet(() -> add(session).chain(() -> find(session)).map(Optional::get)));
  }

  private Uni<Optional<Member>> find(Caller.Session session) {
    return database.bounded(
        Panache.withSession(() -> Member.find(session.organization(), session.subject())));
  }

  private Uni<Void> add(Caller.Session session) {
    OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
    return database.transaction(
        sql ->
            run(sql, ADD_ORGANIZATION, UUID.randomUUID(), session.organization(), now)
                .chain(
                    () ->
                        run(
                            sql,
                            ADD_MEMBER,
                            session.organization(),
                            session.subject(),
                            session.email(),
                            session.name(),
                            session.role().wireName(),
                            now)));
  }

  private static Uni<Void> run(SqlConnection sql, String statement, @Nullable Object... arguments) {
    return sql.preparedQuery(statement).execute(Tuple.from(arguments)).replaceWithVoid();
  }
}
