package io.doorward.gateway.route;

import com.github.benmanes.caffeine.cache.Ticker;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The addresses of an upstream. Routes that name the same ones share them, and what is known of
 * their health outlives a reload that leaves them as they are.
 */
public final class Targets {
  /** The addresses that a request was sent to are kept as the bits of one number. */
  static final int MOST = 32;

  /** A request is put to so many at most, so that its caller waits for no more. */
  private static final int ATTEMPTS = 3;

  private final Spec spec;
  private final List<Target> targets;
  private final int[] turns;
  private final AtomicInteger turn = new AtomicInteger();
  private final Ticker ticker;

  /** What the file says of them; equal ones are the same. */
  record Spec(List<Target.Address> addresses, String basePath, Balance balance, Health health) {}

  Targets(Spec spec, Ticker ticker) {
    this.spec = spec;
    this.ticker = ticker;
    this.targets =
        spec.addresses().stream()
            .map(address -> new Target(address, spec.health().failures(), spec.health().pause()))
            .toList();
    this.turns = turns(spec.addresses().stream().mapToInt(Target.Address::weight).toArray());
  }

  /** Each as often as it weighs, evenly mixed: who has waited longest for its share is next. */
  private static int[] turns(int[] weights) {
    int total = Arrays.stream(weights).sum();
    int[] turns = new int[total];
    int[] credit = new int[weights.length];
    for (int i = 0; i < total; i++) {
      int next = 0;
      for (int t = 0; t < weights.length; t++) {
        credit[t] += weights[t];
        if (credit[t] > credit[next]) {
          next = t;
        }
      }
      credit[next] -= total;
      turns[i] = next;
    }
    return turns;
  }

  Spec spec() {
    return spec;
  }

  List<Target> all() {
    return targets;
  }

  /** Whether requests go there now, if there is another. */
  boolean isUsable(Target target) {
    return target.isUsable(ticker.read());
  }

  long now() {
    return ticker.read();
  }

  /** The address for a new request. If none is healthy it is one of the others: it may be back. */
  Attempt begin() {
    return targets.size() == 1 ? new Attempt(this, 0, 1, false) : attempt(choose(0), 0);
  }

  /** Whether a request may go on to an address beside those that were tried. */
  boolean hasOther(int tried) {
    return Integer.bitCount(tried) < Math.min(targets.size(), ATTEMPTS);
  }

  Attempt beginOther(int tried) {
    return attempt(choose(tried), tried);
  }

  private Attempt attempt(int index, int tried) {
    targets.get(index).began();
    return new Attempt(this, index, tried | 1 << index, true);
  }

  private int choose(int tried) {
    int first = turns[(turn.getAndIncrement() & Integer.MAX_VALUE) % turns.length];
    long now = ticker.read();
    int best = -1;
    int spare = -1;
    for (int i = 0; i < targets.size(); i++) {
      int index = (first + i) % targets.size();
      if ((tried & 1 << index) != 0) {
        continue;
      }
      if (!targets.get(index).isUsable(now)) {
        spare = spare < 0 ? index : spare;
      } else if (best < 0 || isLessBusy(index, best)) {
        best = index;
      }
    }
    return best >= 0 ? best : spare;
  }

  private boolean isLessBusy(int one, int other) {
    if (spec.balance() == Balance.ROUND_ROBIN) {
      return false;
    }
    Target a = targets.get(one);
    Target b = targets.get(other);
    return (a.pending() + 1L) * b.address().weight() < (b.pending() + 1L) * a.address().weight();
  }

  /** Keeps what is the same from one table to the next. */
  static final class Pool {
    private final Ticker ticker;
    private final List<Targets> known;

    Pool(List<Targets> known, Ticker ticker) {
      this.known = new ArrayList<>(known);
      this.ticker = ticker;
    }

    Targets of(Spec spec) {
      for (Targets one : known) {
        if (one.spec.equals(spec)) {
          return one;
        }
      }
      Targets made = new Targets(spec, ticker);
      known.add(made);
      return made;
    }
  }
}
