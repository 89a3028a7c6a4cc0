package io.doorward.token.change;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.barrier.BarrierStore;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Whether a new token may come into being. Asked under a lock that a barrier's transaction excludes
 * (see {@link Barricade#hold}): a token that is being halted cannot slip out by making another, nor
 * by being replaced, between the moment it was let in and the commit.
 */
@ApplicationScoped
public class CreationGuard {
  private static final String LOCK =
      "SELECT pg_advisory_xact_lock_shared(hashtextextended('barrier/' || $1::text, 0))";

  private final BarrierStore barriers;
  private final TokenStore tokens;

  @Inject
  CreationGuard(BarrierStore barriers, TokenStore tokens) {
    this.barriers = barriers;
    this.tokens = tokens;
  }

  /** Goes on only if tokens of one organization may be made; else fails with a problem. */
  Uni<Void> admit(SqlConnection sql, List<StoredToken> made, Cause cause) {
    if (made.isEmpty()) {
      return Uni.createFrom().voidItem();
    }
    UUID organizationId = made.get(0).organizationId();
    return sql.preparedQuery(LOCK)
        .execute(Tuple.of(organizationId.toString()))
        .chain(() -> barriers.turnedOff(sql, organizationId))
        .invoke(CreationGuard::requireTurnedOn)
        .chain(() -> parents(sql, made, cause))
        .invoke(CreationGuard::requireFree)
        .replaceWithVoid();
  }

  /** Goes on only if keys may be taken in for the organization; else fails with a problem. */
  public Uni<Void> admitKeys(SqlConnection sql, UUID organizationId) {
    return barriers
        .turnedOff(sql, organizationId)
        .invoke(CreationGuard::requireTurnedOn)
        .replaceWithVoid();
  }

  private Uni<List<StoredToken>> parents(SqlConnection sql, List<StoredToken> made, Cause cause) {
    List<UUID> ids =
        Stream.concat(
                made.stream().map(token -> token.lineage().predecessor()),
                Stream.of(Optional.ofNullable(cause.actor().tokenUsed())).flatMap(Optional::stream))
            .filter(Objects::nonNull)
            .distinct()
            .toList();
    return ids.isEmpty() ? Uni.createFrom().item(List.of()) : tokens.findAll(sql, ids);
  }

  private static void requireTurnedOn(boolean turnedOff) {
    if (turnedOff) {
      throw ProblemException.of(
          ErrorCode.TOKENS_DISABLED, "API tokens are turned off; none can be made now.");
    }
  }

  private static void requireFree(List<StoredToken> parents) {
    if (parents.stream().anyMatch(parent -> parent.halt() != null)) {
      throw ProblemException.of(
          ErrorCode.CONFLICT, "A kill switch halts the token that this one would come from.");
    }
  }
}
