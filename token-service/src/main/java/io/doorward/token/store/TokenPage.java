package io.doorward.token.store;

import io.doorward.contract.snapshot.TokenStatus;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of an organization, and where the page begins.
 *
 * @param owner only this member's tokens; {@code null} for all
 * @param after the last token of the page before; {@code null} for the first page
 * @param now the instant at which the status counts
 */
public record TokenPage(
    UUID organizationId,
    @Nullable String owner,
    @Nullable TokenStatus status,
    @Nullable Position after,
    int limit,
    Instant now) {

  /** A token's place in the order: newest first, ids break ties. */
  public record Position(Instant createdAt, UUID id) {}

  String where() {
    int next = 3;
    StringBuilder where = new StringBuilder("WHERE t.organization_id = $1");
    if (status != null) {
      where.append(" AND ").append(condition(status, "$2::timestamptz"));
    } else {
      where.append(" AND $2::timestamptz IS NOT NULL");
    }
    if (owner != null) {
      where.append(" AND t.owner_id = $").append(next++);
    }
    if (after != null) {
      where.append(" AND (t.created_at, t.id) < ($").append(next++).append(", $").append(next++);
      where.append(')');
    }
    return where + " ORDER BY t.created_at DESC, t.id DESC LIMIT $" + next;
  }

  Tuple arguments() {
    List<@Nullable Object> arguments = new ArrayList<>();
    arguments.add(organizationId);
    arguments.add(TokenRow.time(now));
    if (owner != null) {
      arguments.add(owner);
    }
    if (after != null) {
      arguments.add(TokenRow.time(after.createdAt()));
      arguments.add(after.id());
    }
    arguments.add(limit);
    return Tuple.from(arguments);
  }

  /** The same order of precedence as {@code TokenSnapshot.statusAt}. */
  private static String condition(TokenStatus status, String now) {
    String notRevoked = "t.revoked_at IS NULL";
    String expired = "(t.expires_at IS NOT NULL AND t.expires_at <= " + now + ")";
    String suspended =
        "(t.suspended_at IS NOT NULL AND (t.suspended_until IS NULL OR t.suspended_until > "
            + now
            + "))";
    String usable = notRevoked + " AND NOT " + expired;
    return switch (status) {
      case REVOKED -> "t.revoked_at IS NOT NULL";
      case EXPIRED -> notRevoked + " AND " + expired;
      case SUSPENDED -> usable + " AND " + suspended;
      case ROTATED -> usable + " AND NOT " + suspended + " AND t.rotated_at IS NOT NULL";
      case ACTIVE -> usable + " AND NOT " + suspended + " AND t.rotated_at IS NULL";
    };
  }
}
