package io.doorward.token.lifecycle.expiry;

import java.time.Duration;

/** What people are told of, in the order in which it comes. */
enum Stage {
  A_WEEK_AHEAD(1, Duration.ofDays(7)),
  A_DAY_AHEAD(2, Duration.ofDays(1)),
  EXPIRED(3, Duration.ZERO);

  private final int number;
  private final Duration ahead;

  Stage(int number, Duration ahead) {
    this.number = number;
    this.ahead = ahead;
  }

  static Stage of(int number) {
    return values()[number - 1];
  }

  /** As the database keeps it. */
  int number() {
    return number;
  }

  Duration ahead() {
    return ahead;
  }
}
