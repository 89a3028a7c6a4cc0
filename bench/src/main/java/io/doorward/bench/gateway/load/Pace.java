package io.doorward.bench.gateway.load;

/**
 * About so many requests a second: each connection pauses between an answer and its next request.
 *
 * @param connections that share the requests
 * @param pauseMillis on average
 */
public record Pace(int connections, int pauseMillis) {
  /** An answer, and the rounding of wrk's timers to whole milliseconds, take their time too. */
  private static final double ALLOWANCE = 1.15;

  /**
   * A rate a little above the one asked for.
   *
   * @param perSecond requests
   * @param pauseMillis the longer, the more connections there are
   */
  public static Pace of(int perSecond, int pauseMillis) {
    int connections = (int) Math.ceil(perSecond * ALLOWANCE * pauseMillis / 1000);
    return new Pace(Math.max(1, connections), pauseMillis);
  }

  int leastPauseMillis() {
    return Math.max(1, pauseMillis / 2);
  }

  int longestPauseMillis() {
    return 2 * pauseMillis - leastPauseMillis();
  }
}
