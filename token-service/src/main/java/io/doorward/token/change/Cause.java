package io.doorward.token.change;

import io.doorward.token.audit.Actor;
import java.time.Instant;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Why and by whom something is changed.
 *
 * @param at when, in whole microseconds: what PostgreSQL can keep
 * @param evidence the figures behind an automatic change
 */
public record Cause(
    Actor actor,
    Instant at,
    @Nullable String reason,
    @Nullable SortedMap<String, String> evidence) {

  /** A change that a caller asked for. */
  public static Cause of(Actor actor, Instant at, @Nullable String reason) {
    return new Cause(actor, at, reason, null);
  }
}
