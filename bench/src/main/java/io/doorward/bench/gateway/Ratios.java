package io.doorward.bench.gateway;

import java.util.List;
import java.util.stream.IntStream;

/** Medians, and ratios that are taken round by round, so that what slows a round slows both. */
final class Ratios {
  private Ratios() {}

  /** The middle value; of an even number the mean of the two in the middle. */
  static double median(List<Double> values) {
    if (values.isEmpty()) {
      throw new IllegalArgumentException("nothing was measured");
    }
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  /** The median of one's values over the other's of the same round. */
  static double median(List<Double> ones, List<Double> others) {
    if (ones.size() != others.size()) {
      throw new IllegalArgumentException("the rounds of both belong together");
    }
    return median(
        IntStream.range(0, ones.size()).mapToObj(i -> ones.get(i) / others.get(i)).toList());
  }

  /** The least value that no more than this share of all exceeds. */
  static double quantile(double share, List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    return sorted.get(Math.max(0, (int) Math.ceil(share * sorted.size()) - 1));
  }
}
