package io.doorward.token.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whether the audit log is as it was written.
 *
 * @param entries how many links were found good
 * @param head the end of the chain: keep it elsewhere and give it as {@code anchor} later, and not
 *     even a chain made anew from the beginning goes unnoticed. Absent if the chain is broken or
 *     has no entry
 * @param broken the first place that does not fit; absent if all is well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
    boolean intact, long entries, @Nullable Head head, @Nullable FirstBroken broken) {

  /** The end of the chain: hash in hex, and both as they are given as {@code anchor}. */
  public record Head(long seq, String hash, String anchor) {}

  /** Where and why. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FirstBroken(@Nullable Long seq, @Nullable Long entryId, String why) {}

  static Verdict of(ChainWalk walk) {
    return walk.broken()
        .map(
            b ->
                new Verdict(
                    false, good(walk, b), null, new FirstBroken(b.seq(), b.entryId(), b.why())))
        .orElseGet(() -> new Verdict(true, walk.seq(), head(walk), null));
  }

  private static long good(ChainWalk walk, ChainWalk.Broken broken) {
    return broken.seq() == null ? walk.seq() : broken.seq() - 1;
  }

  private static @Nullable Head head(ChainWalk walk) {
    return walk.seq() == 0
        ? null
        : new Head(walk.seq(), walk.hash(), walk.seq() + ":" + walk.hash());
  }
}
