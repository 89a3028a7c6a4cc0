package io.doorward.gateway.route;

/** Which of the healthy addresses is next. */
enum Balance {
  /** Whichever has the fewest requests without an answer for its weight; in turn where equal. */
  LEAST_PENDING,
  /** In turn, by weight. */
  ROUND_ROBIN
}
