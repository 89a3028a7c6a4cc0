package io.doorward.gateway.limit;

import io.doorward.contract.snapshot.Limits;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The windows. A slice is short enough that a steady caller at 95 % of its limit is never refused,
 * and long enough that a ring stays small (at most 122 fields, Redis' compact form).
 */
enum LimitWindow {
  SECOND(Duration.ofSeconds(1), 40),
  MINUTE(Duration.ofMinutes(1), 120),
  HOUR(Duration.ofHours(1), 120),
  DAY(Duration.ofDays(1), 96);

  private final Duration length;
  private final Duration slice;

  LimitWindow(Duration length, int slices) {
    this.length = length;
    this.slice = length.dividedBy(slices);
  }

  /** The name in headers and keys. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  Duration length() {
    return length;
  }

  Duration slice() {
    return slice;
  }

  long seconds() {
    return length.toSeconds();
  }

  /** The limit of this window; {@code null} for none. */
  @Nullable Integer of(Limits limits) {
    return switch (this) {
      case SECOND -> limits.perSecond();
      case MINUTE -> limits.perMinute();
      case HOUR -> limits.perHour();
      case DAY -> limits.perDay();
    };
  }
}
