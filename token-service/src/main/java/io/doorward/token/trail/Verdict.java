package io.doorward.token.trail;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * Whether the audit log is as it was written.
 *
 * @param intact whether all that this call looked at is; the rest is told by {@code next}
 * @param entries how many links this call found good
 * @param head the end of the chain: keep it elsewhere and give it as {@code anchor} later, and not
 *     even a chain made anew from the beginning goes unnoticed. Absent if the chain is broken or
 *     has no entry, and while there is more to look at
 * @param next there is more: give it as {@code after} to go on; absent once the end has been
 *     reached, or a place that does not fit
 * @param broken the first place that does not fit; absent if all is well
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Verdict(
    boolean intact,
    long entries,
    @Nullable Head head,
    @Nullable String next,
    @Nullable FirstBroken broken) {

  /** The end of the chain: hash in hex, and both as they are given as {@code anchor}. */
  public record Head(long seq, String hash, String anchor) {}

  /** Where and why. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  public record FirstBroken(@Nullable Long seq, @Nullable Long entryId, String why) {}

  static Verdict of(ChainWalk walk, boolean more) {
    return walk.broken()
        .map(
            b ->
                new Verdict(
                    false,
                    good(walk, b),
                    null,
                    null,
                    new FirstBroken(b.seq(), b.entryId(), b.why())))
        .orElseGet(
            () ->
                more
                    ? new Verdict(true, walk.looked(), null, anchor(walk), null)
                    : new Verdict(true, walk.looked(), head(walk), null, null));
  }

  private static long good(ChainWalk walk, ChainWalk.Broken broken) {
    Long seq = broken.seq();
    long before = walk.seq() - walk.looked();
    return seq == null ? walk.looked() : Math.max(0, seq - 1 - before);
  }

  private static @Nullable Head head(ChainWalk walk) {
    return walk.seq() == 0 ? null : new Head(walk.seq(), walk.hash(), anchor(walk));
  }

  private static String anchor(ChainWalk walk) {
    return walk.seq() + ":" + walk.hash();
  }
}
