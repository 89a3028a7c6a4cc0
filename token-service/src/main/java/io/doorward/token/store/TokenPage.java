package io.doorward.token.store;

import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of an organization, in which order, and where the page begins.
 *
 * @param visible only this member's tokens; {@code null} for all
 * @param after the last token of the page before; {@code null} for the first page
 * @param now the instant at which the status counts
 */
public record TokenPage(
    UUID organizationId,
    @Nullable String visible,
    TokenFilter filter,
    TokenSort sort,
    @Nullable Position after,
    int limit,
    Instant now) {

  /**
   * A token's place in the order.
   *
   * @param at when it was created or expires, as the order asks; {@code null}: never
   * @param name for the order by name
   */
  public record Position(@Nullable Instant at, @Nullable String name, UUID id) {

    /** Where a token stands. */
    public static Position of(StoredToken token, TokenSort sort) {
      return switch (sort) {
        case CREATED -> new Position(token.createdAt(), null, token.id());
        case NAME -> new Position(null, token.name(), token.id());
        case EXPIRES -> new Position(token.expiresAt(), null, token.id());
      };
    }
  }

  /** The conditions with their arguments, numbered as they are added. */
  private static final class Conditions {
    private final StringBuilder text = new StringBuilder();
    private final List<@Nullable Object> arguments = new ArrayList<>();

    String argument(@Nullable Object value) {
      arguments.add(value);
      return "$" + arguments.size();
    }

    void and(String condition) {
      text.append(text.isEmpty() ? "WHERE " : " AND ").append(condition);
    }

    void equal(String column, @Nullable Object value) {
      if (value != null) {
        and(column + " = " + argument(value));
      }
    }
  }

  private Conditions conditions() {
    Conditions all = new Conditions();
    all.equal("t.organization_id", organizationId);
    all.equal("t.owner_id", visible);
    TokenStatus status = filter.status();
    if (status != null) {
      all.and(condition(status, all.argument(TokenRow.time(now)) + "::timestamptz"));
    }
    TokenType type = filter.type();
    all.equal("t.type", type == null ? null : type.wireName());
    TokenEnvironment environment = filter.environment();
    all.equal("t.environment", environment == null ? null : environment.wireName());
    all.equal("t.owner_id", filter.owner());
    if (filter.tag() != null) {
      all.and("t.tags @> ARRAY[" + all.argument(filter.tag()) + "::text]");
    }
    if (filter.text() != null) {
      all.and("position(lower(" + all.argument(filter.text()) + "::text) IN lower(t.name)) > 0");
    }
    Position place = after;
    if (place != null) {
      Object key = sort == TokenSort.NAME ? place.name() : TokenRow.time(place.at());
      all.and(sort.after(all.argument(key), all.argument(place.id())));
    }
    return all;
  }

  String where() {
    Conditions all = conditions();
    String text = all.text.toString();
    return text + " ORDER BY " + sort.order() + " LIMIT " + all.argument(limit);
  }

  Tuple arguments() {
    Conditions all = conditions();
    all.argument(limit);
    return Tuple.from(all.arguments);
  }

  /**
   * The same order of precedence as {@code TokenSnapshot.statusAt}. Each names the instant, because
   * an argument that is not named has no type.
   */
  private static String condition(TokenStatus status, String now) {
    String notRevoked = "t.revoked_at IS NULL";
    String expired = "(t.expires_at IS NOT NULL AND t.expires_at <= " + now + ")";
    String suspended =
        "(a.disabled_at IS NOT NULL OR (t.suspended_at IS NOT NULL"
            + " AND (t.suspended_until IS NULL OR t.suspended_until > "
            + now
            + ")))";
    String usable = notRevoked + " AND NOT " + expired;
    return switch (status) {
      case REVOKED -> "t.revoked_at IS NOT NULL AND " + now + " IS NOT NULL";
      case EXPIRED -> notRevoked + " AND " + expired;
      case SUSPENDED -> usable + " AND " + suspended;
      case ROTATED -> usable + " AND NOT " + suspended + " AND t.rotated_at IS NOT NULL";
      case ACTIVE -> usable + " AND NOT " + suspended + " AND t.rotated_at IS NULL";
    };
  }
}
