package io.doorward.token.lifecycle.importing;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A key as it stands in the file; nothing is checked yet. */
record ForeignKey(
    @Nullable String name,
    @Nullable String hash,
    @Nullable String prefix,
    @Nullable String owner,
    @Nullable List<@Nullable String> scopes,
    @Nullable List<@Nullable String> allowedIps,
    @Nullable Instant expiresAt) {

  /**
   * One row of the file.
   *
   * @param number from 1; the heading of a CSV file does not count
   * @param key absent if the row cannot be read
   */
  record Line(int number, @Nullable ForeignKey key) {}
}
