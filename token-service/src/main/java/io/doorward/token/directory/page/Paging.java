package io.doorward.token.directory.page;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.secret.Seal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keyset pages; the cursor is sealed for the organization and the list it was made for. */
@ApplicationScoped
public class Paging {
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_LIMIT = 100;

  private final Seal seal;

  @Inject
  Paging(Seal seal) {
    this.seal = seal;
  }

  /**
   * Reads what was asked for.
   *
   * @throws ProblemException {@code validation_failed} or {@code invalid_cursor}
   */
  public Slice slice(
      UUID organizationId, String list, @Nullable String limit, @Nullable String cursor) {
    String after = cursor == null ? "" : open(organizationId, list, cursor);
    return new Slice(organizationId, list, limit(limit), after);
  }

  /** What of the found things is shown. */
  public <T> List<T> shown(Slice slice, List<T> found) {
    return found.subList(0, Math.min(slice.limit(), found.size()));
  }

  /** Where the next page begins; {@code null} on the last one. */
  public <T> @Nullable String next(Slice slice, List<T> found, Function<T, String> key) {
    if (found.size() <= slice.limit()) {
      return null;
    }
    return behind(slice, key.apply(found.get(slice.limit() - 1)));
  }

  /** A cursor for what comes after a key, for pages that may be short. */
  public String behind(Slice slice, String key) {
    return seal.seal(
        purpose(slice.organizationId(), slice.list()), key.getBytes(StandardCharsets.UTF_8));
  }

  private String open(UUID organizationId, String list, String cursor) {
    return seal.open(purpose(organizationId, list), cursor)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElseThrow(
            () ->
                ProblemException.of(
                    ErrorCode.INVALID_CURSOR,
                    "Send nextCursor of the page before as it is; or begin anew without a cursor."));
  }

  private static int limit(@Nullable String limit) {
    if (limit == null) {
      return DEFAULT_LIMIT;
    }
    try {
      int value = Integer.parseInt(limit);
      if (value >= 1 && value <= MAX_LIMIT) {
        return value;
      }
    } catch (NumberFormatException e) {
      // answered below like every other unusable limit
    }
    throw ProblemException.invalid(
        ErrorCode.VALIDATION_FAILED,
        List.of(
            new Violation(
                "query/limit", "is not a page size", "Use a number from 1 to " + MAX_LIMIT + ".")));
  }

  private static String purpose(UUID organizationId, String list) {
    return list + "/" + organizationId;
  }
}
