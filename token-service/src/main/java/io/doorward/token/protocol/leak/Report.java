package io.doorward.token.protocol.leak;

import io.doorward.contract.token.LookupKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token said to have leaked.
 *
 * @param lookups the hashes it would be stored under
 * @param url where it was found, without query, user and tokens
 */
record Report(Reporter reporter, List<LookupKey> lookups, @Nullable String url, String requestId) {

  Report {
    lookups = List.copyOf(lookups);
  }

  /** Who says so. */
  enum Reporter {
    GITHUB("github"),
    HOLDER("holder");

    private final String wireName;

    Reporter(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }
}
