package io.doorward.token.directory;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Role;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.Actor;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.StreamSupport;

/**
 * Whoever began something that goes on after the answer, as the directory knows them now. A session
 * has no end here: it counts as long as its person is a member.
 */
@ApplicationScoped
public class Initiators {
  private static final String MEMBER =
      """
      SELECT o.slug, m.role FROM tokens.member m
        JOIN tokens.organization o ON o.id = m.organization_id
       WHERE m.organization_id = $1 AND m.subject = $2 AND m.removed_at IS NULL
      """;

  private final TokenStore tokens;
  private final Clock clock;

  @Inject
  Initiators(TokenStore tokens, Clock clock) {
    this.tokens = tokens;
    this.clock = clock;
  }

  /** Whom it acts for now; empty if that is nobody any more. */
  public Uni<Optional<Principal>> find(SqlConnection sql, UUID organizationId, Actor actor) {
    return actor.tokenUsed() == null
        ? member(sql, organizationId, actor)
        : token(sql, organizationId, actor).map(found -> found.filter(Initiators::isFree));
  }

  /**
   * The principal as they are now, for whoever has waited for a lock: they may have been stopped by
   * whoever held it. Fails with {@code invalid_token} if they are nobody any more.
   */
  public Uni<Principal> still(SqlConnection sql, Principal principal) {
    return find(sql, principal.organizationId(), principal.actor())
        .map(
            found ->
                found.orElseThrow(
                    () ->
                        ProblemException.of(
                            ErrorCode.INVALID_TOKEN,
                            "The credential was stopped while the request waited.")));
  }

  private static boolean isFree(Principal principal) {
    return principal.token() == null || principal.token().halt() == null;
  }

  private static Uni<Optional<Principal>> member(
      SqlConnection sql, UUID organizationId, Actor actor) {
    return sql.preparedQuery(MEMBER)
        .execute(Tuple.of(organizationId, actor.id()))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .findFirst()
                    .map(
                        row ->
                            new Principal(
                                organizationId,
                                row.getString("slug"),
                                actor.id(),
                                Role.of(row.getString("role")),
                                null,
                                actor)));
  }

  /** The owner of the token in use, if it is theirs and may be used, barriers aside. */
  Uni<Optional<Principal>> token(SqlConnection sql, UUID organizationId, Actor actor) {
    UUID used = actor.tokenUsed();
    return used == null
        ? Uni.createFrom().item(Optional.empty())
        : tokens
            .find(sql, organizationId, used)
            .map(
                found ->
                    found
                        .filter(t -> t.owner().id().equals(actor.id()))
                        .filter(t -> t.snapshot().usableAt(clock.instant()))
                        .map(t -> principal(t, actor)));
  }

  private static Principal principal(StoredToken token, Actor actor) {
    return new Principal(
        token.organizationId(),
        token.organization(),
        token.owner().id(),
        token.ownerRole(),
        token,
        actor);
  }
}
