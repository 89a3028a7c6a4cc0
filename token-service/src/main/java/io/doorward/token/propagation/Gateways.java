package io.doorward.token.propagation;

import io.doorward.contract.event.GatewayReport;
import io.doorward.token.propagation.Propagated.Waiting;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The gateways that are there, as far as this replica has heard. One that falls silent stays in the
 * list for as long as it could still use what it knew; one that says goodbye, or comes back under
 * the same name, does not.
 */
@ApplicationScoped
class Gateways {
  /** No gateway uses what it knew for longer; the contract's bound is five minutes. */
  static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

  /** A gateway reports every second: with one way broken, all are heard within this time. */
  private static final Duration ALL_HEARD = Duration.ofSeconds(3);

  private static final int REMEMBERED_EPOCHS = 1024;

  /** Far more than there are: a bound on what a mistaken sender could fill. */
  private static final int MOST_RUNS = 10_000;

  private final Clock clock;
  private final Map<Run, Heard> runs = new HashMap<>();
  private final Set<Way> loaded = EnumSet.noneOf(Way.class);
  private @Nullable Instant firstLoaded;

  @Inject
  Gateways(Clock clock) {
    this.clock = clock;
  }

  /** The ways on which reports arrive. */
  enum Way {
    REDIS,
    KAFKA
  }

  private record Run(String instance, Instant startedAt) {}

  private static final class Heard {
    private GatewayReport report;
    private Instant at;

    /** When an epoch was first heard to be applied; the lowest is where listening began. */
    private final NavigableMap<Long, Instant> reached = new TreeMap<>();

    Heard(GatewayReport report, Instant at) {
      this.report = report;
      this.at = at;
      reached.put(report.epoch(), at);
    }

    void next(GatewayReport newer, Instant heardAt) {
      if (newer.epoch() < report.epoch()) {
        // the record was restored and counts from lower down
        reached.tailMap(newer.epoch(), false).clear();
      }
      reached.putIfAbsent(newer.epoch(), heardAt);
      if (reached.size() > REMEMBERED_EPOCHS) {
        reached.pollFirstEntry();
      }
      report = newer;
      at = heardAt;
    }

    boolean overdue(Instant now) {
      Duration silence = Duration.ofMillis(report.staleMillis());
      Duration longest = silence.compareTo(LONGEST_SILENCE) < 0 ? silence : LONGEST_SILENCE;
      return at.plus(longest).isBefore(now);
    }
  }

  /** A way has told all it had kept from before; from now on it tells what happens. */
  synchronized void loaded(Way way) {
    loaded.add(way);
    if (firstLoaded == null) {
      firstLoaded = clock.instant();
    }
  }

  /**
   * A report that was just made, or was kept since {@code at}.
   *
   * @return whether it is news
   */
  synchronized boolean heard(GatewayReport report, Instant at) {
    Run run = new Run(report.instance(), report.startedAt());
    Heard known = runs.get(run);
    if (known == null) {
      Heard fresh = new Heard(report, at);
      boolean wanted = runs.size() < MOST_RUNS && !fresh.overdue(clock.instant());
      if (wanted) {
        runs.put(run, fresh);
      }
      return wanted;
    }
    if (report.sequence() <= known.report.sequence()) {
      return false;
    }
    known.next(report, at.isBefore(known.at) ? known.at : at);
    return true;
  }

  /** Where they stand with a change made then. */
  synchronized Standing standing(long epoch, @Nullable Instant changedAt) {
    Instant now = clock.instant();
    runs.values().removeIf(run -> run.overdue(now));
    List<Waiting> waitingFor = new ArrayList<>();
    int instances = 0;
    Instant since = Instant.MIN;
    for (Heard run : runs.values()) {
      if (isLive(run)) {
        instances++;
        if (run.report.epoch() < epoch) {
          waitingFor.add(new Waiting(run.report.instance(), run.report.epoch(), run.at));
        } else {
          since = later(since, reachedAt(run, epoch, changedAt));
        }
      }
    }
    waitingFor.sort(Comparator.comparing(Waiting::instance));
    boolean known = since != null && since != Instant.MIN && waitingFor.isEmpty();
    return new Standing(instances, waitingFor, isSettled(now), known ? since : null);
  }

  /** A later run under the same name has taken its place, unless it is still heard. */
  private boolean isLive(Heard run) {
    return !run.report.leaving()
        && runs.keySet().stream()
            .noneMatch(
                other ->
                    other.instance().equals(run.report.instance())
                        && other.startedAt().isAfter(run.report.at()));
  }

  /** Null if it cannot be told; the beginning of time for one that came after the change. */
  private static @Nullable Instant reachedAt(Heard run, long epoch, @Nullable Instant changedAt) {
    if (changedAt != null && run.report.startedAt().isAfter(changedAt)) {
      return Instant.MIN;
    }
    return run.reached.lowerEntry(epoch) == null
        ? null
        : run.reached.ceilingEntry(epoch).getValue();
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    if (one == null || other == null) {
      return null;
    }
    return one.isBefore(other) ? other : one;
  }

  private boolean isSettled(Instant now) {
    return loaded.size() == Way.values().length
        || (firstLoaded != null && !now.isBefore(firstLoaded.plus(ALL_HEARD)));
  }
}
