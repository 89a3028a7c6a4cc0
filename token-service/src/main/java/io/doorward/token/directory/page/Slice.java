package io.doorward.token.directory.page;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a list is asked for.
 *
 * @param list what is listed; a cursor of another list is not accepted
 * @param after key of the last thing on the page before; empty for the first page
 */
public record Slice(UUID organizationId, String list, int limit, String after) {

  /** One more than asked for tells whether there is a next page. */
  public int fetch() {
    return limit + 1;
  }

  /** The key as a number; {@code null} for the first page. */
  public @Nullable Long afterNumber() {
    return after.isEmpty() ? null : Long.valueOf(after);
  }
}
