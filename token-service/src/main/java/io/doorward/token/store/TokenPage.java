package io.doorward.token.store;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of an organization, in which order, and where the page begins.
 *
 * @param visible only this member's tokens; {@code null} for all
 * @param after the last token of the page before; {@code null} for the first page
 * @param limit most tokens on the page
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

  /** Whose tokens alone can be on it; {@code null} for everybody's. */
  @Nullable String owner() {
    return visible == null ? filter.owner() : visible;
  }

  /** Whether it asks for another's tokens than those that may be seen. */
  boolean contradictsItself() {
    return visible != null && filter.owner() != null && !visible.equals(filter.owner());
  }

  /** Whether the index of what tokens are found by may tell which they are. */
  boolean searches() {
    return filter.tag() != null || filter.text() != null;
  }
}
