package io.doorward.usage.query;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.doorward.usage.rollup.Totals;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the operations answer with. */
final class UsageView {
  private UsageView() {}

  /** Figures of one token. */
  record OfToken(UUID tokenId, Instant from, Instant to, @JsonUnwrapped Sums figures) {}

  /** Figures of an organization, or of a member's own tokens. */
  record Summary(
      Instant from, Instant to, @JsonUnwrapped Sums figures, List<TokenRequests> topTokens) {}

  /** How often a token was used. */
  record TokenRequests(UUID tokenId, long requests) {}

  /**
   * Figures of a period.
   *
   * @param succeeded neither refused nor failed
   * @param refused refused by the gateway
   * @param failed answered with a status of 500 or more, by the upstream or the gateway
   * @param byReason requests that the gateway refused or failed itself, by its error code
   */
  record Sums(
      long requests,
      long succeeded,
      long refused,
      long failed,
      SortedMap<String, Long> byStatus,
      SortedMap<String, Long> byReason,
      long bytesIn,
      long bytesOut,
      @Nullable Instant lastUsedAt,
      Completeness completeness) {

    static Sums of(Totals totals, long missing) {
      return new Sums(
          totals.requests(),
          totals.succeeded(),
          totals.refused(),
          totals.failed(),
          totals.byStatus(),
          totals.byReason(),
          totals.bytesIn(),
          totals.bytesOut(),
          totals.lastUsedAt(),
          new Completeness(totals.requests() + missing, totals.requests(), missing));
    }
  }

  /**
   * How far the figures can be trusted.
   *
   * @param expected what the figures come to if every missing event is one of theirs: an upper
   *     bound
   * @param received what they are made of
   * @param missing events of the period that gateways have numbered and that have not arrived;
   *     whose they are cannot be known. Says nothing about how much others use.
   */
  record Completeness(long expected, long received, long missing) {}
}
