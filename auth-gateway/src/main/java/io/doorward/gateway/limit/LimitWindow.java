package io.doorward.gateway.limit;

import io.doorward.contract.snapshot.Limits;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The windows. A slice is short enough that a steady caller at 95 % of its limit is never refused,
 * and long enough that a ring stays small (at most 125 slices, Redis' compact form).
 */
enum LimitWindow {
  /**
   * The burst. Counting leases for as long as they live would halve it, so it counts charges only:
   * what instances hold unused comes on top, and is a tenth of the limit for each at most.
   */
  SECOND(Duration.ofSeconds(1), 40, 10, false),
  MINUTE(Duration.ofMinutes(1), 120, 50, true),
  HOUR(Duration.ofHours(1), 120, 50, true),
  DAY(Duration.ofDays(1), 96, 50, true);

  /** Rings are kept for leases of this life, whatever their life is, so that it can be changed. */
  static final Duration LONGEST_LEASE = Duration.ofSeconds(2);

  private final Duration length;
  private final Duration slice;
  private final int part;
  private final boolean countsLeases;
  private final String label;
  private final String sharedLabel;

  LimitWindow(Duration length, int slices, int part, boolean countsLeases) {
    this.length = length;
    this.slice = length.dividedBy(slices);
    this.part = part;
    this.countsLeases = countsLeases;
    this.label = name().toLowerCase(Locale.ROOT);
    this.sharedLabel = "organization-" + label;
  }

  /** The name in headers and keys. */
  String label() {
    return label;
  }

  /** The name in headers of the organization's window. */
  String sharedLabel() {
    return sharedLabel;
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

  /** How many slices count while leases live so long. */
  int counted(Duration lease) {
    Duration covered = countsLeases ? length.plus(lease) : length;
    return (int) -Math.floorDiv(-covered.toNanos(), slice.toNanos()) + 1;
  }

  /** How many slices are kept. */
  int kept() {
    return counted(LONGEST_LEASE);
  }

  /** The most permits that one instance holds in advance. */
  int inAdvance(int limit) {
    return limit / part;
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
