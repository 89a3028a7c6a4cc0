package io.doorward.gateway.limit;

/**
 * One call of the script.
 *
 * @param need permits without which nothing is charged; 0 for a call that only gives back
 * @param want permits asked for now, need among them
 * @param spare permits to be charged in advance, if plenty is left
 * @param back permits that were charged earlier, in these windows, and were not used
 * @param backAt reading of Redis' clock when they were charged, in microseconds
 */
record Ask(Quotas quotas, int need, int want, int spare, int back, long backAt) {

  /** What one request needs, no more. */
  static Ask exactly(Quotas quotas, int permits) {
    return new Ask(quotas, permits, permits, 0, 0, 0);
  }

  static Ask giveBack(Quotas quotas, int permits, long at) {
    return new Ask(quotas, 0, 0, 0, permits, at);
  }
}
