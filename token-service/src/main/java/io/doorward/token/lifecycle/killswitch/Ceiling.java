package io.doorward.token.lifecycle.killswitch;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.barrier.StoredBarrier;
import java.util.List;

/**
 * How many kill switches may stand in an organization: all go to every gateway as one document.
 * Those of the whole organization are counted apart, so that whoever needs one cannot be kept from
 * it by many that are narrower.
 */
final class Ceiling {
  private static final int MOST_NARROW = 100;
  private static final int MOST_WHOLE = 20;

  private Ceiling() {}

  /**
   * Goes on only if there is room for one more of the kind.
   *
   * @throws ProblemException {@code conflict}
   */
  static void require(Target target, List<StoredBarrier> standing) {
    boolean whole = isWhole(target);
    long alike = standing.stream().filter(s -> isWhole(Target.of(s.barrier())) == whole).count();
    if (alike >= (whole ? MOST_WHOLE : MOST_NARROW)) {
      throw ProblemException.of(
          ErrorCode.CONFLICT,
          whole
              ? "As many kill switches of the whole organization stand as may; release one."
              : "As many kill switches stand as may; release one, or stop the whole organization.");
    }
  }

  private static boolean isWhole(Target target) {
    return target.type() == null && target.owner() == null;
  }
}
