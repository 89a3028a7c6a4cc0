package io.doorward.usage.rollup;

import io.doorward.contract.event.UsageEvent;
import java.util.Collection;
import java.util.SortedMap;
import java.util.TreeMap;

/** Events added up per {@link RollupKey}. */
public final class Rollup {
  private Rollup() {}

  /** The figures of these events, in the order of the keys. */
  public static SortedMap<RollupKey, Figures> of(Collection<UsageEvent> events) {
    SortedMap<RollupKey, Figures> rollup = new TreeMap<>();
    for (UsageEvent event : events) {
      rollup.merge(RollupKey.of(event), Figures.of(event), Figures::plus);
    }
    return rollup;
  }
}
