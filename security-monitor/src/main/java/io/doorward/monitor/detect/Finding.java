package io.doorward.monitor.detect;

import java.time.Instant;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A rule has found something about a token.
 *
 * @param rule the rule's name, such as {@code refusal_burst}
 * @param episode when what was found began to be watched; with the rule and the grade it tells
 *     findings about the same token apart, and is the same when the same events are seen again
 * @param at the request that completed it
 * @param decades how unlikely it is to be nothing, as {@code -log10}
 * @param summary one sentence for people
 * @param evidence the figures behind it, by name
 */
public record Finding(
    String rule,
    Grade grade,
    Instant episode,
    Instant at,
    double decades,
    String summary,
    SortedMap<String, String> evidence) {

  /** How bad it would be if it is what it looks like. */
  public enum Grade {
    NOTABLE,
    GRAVE
  }

  public Finding {
    evidence = Collections.unmodifiableSortedMap(new TreeMap<>(evidence));
  }
}
