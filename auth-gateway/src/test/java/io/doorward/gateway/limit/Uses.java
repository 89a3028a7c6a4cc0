package io.doorward.gateway.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What was used when: the judge of every promise. */
final class Uses {
  private final List<Long> instants = new ArrayList<>();
  private final List<Integer> permits = new ArrayList<>();

  void add(long nanos, int cost) {
    instants.add(nanos);
    permits.add(cost);
  }

  boolean isEmpty() {
    return instants.isEmpty();
  }

  int count() {
    return instants.size();
  }

  /** The most permits in any true window {@code (x − W, x]}: one that ends with a use. */
  long most(Duration window) {
    int first = 0;
    long sum = 0;
    long most = 0;
    for (int last = 0; last < instants.size(); last++) {
      sum += permits.get(last);
      while (instants.get(first) <= instants.get(last) - window.toNanos()) {
        sum -= permits.get(first++);
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /** Permits in the window that ends at this instant. */
  long within(Duration window, long end) {
    long sum = 0;
    for (int i = instants.size() - 1; i >= 0 && instants.get(i) > end - window.toNanos(); i--) {
      sum += permits.get(i);
    }
    return sum;
  }
}
