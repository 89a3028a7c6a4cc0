package io.doorward.gateway.proxy;

/** How fast a client sends and takes. Looked at now and then, from outside the data's way. */
final class Pace {
  private final Bounds bounds;
  private long windowBegin;
  private long receivedBefore;
  private long blockedSince;
  private long handedOnBefore;

  /**
   * What is fast enough; times in nanoseconds.
   *
   * @param minRate bytes per second, 0 for any
   */
  record Bounds(long minRate, long window, long stalledAfter) {}

  Pace(Bounds bounds, long received, long handedOn, long now) {
    this.bounds = bounds;
    this.windowBegin = now;
    this.receivedBefore = received;
    this.blockedSince = now;
    this.handedOnBefore = handedOn;
  }

  /**
   * Whether a whole window has passed in which only the client was waited for, and sent too little.
   */
  boolean sendsTooSlowly(boolean awaited, long received, long now) {
    if (!awaited || bounds.minRate() == 0) {
      windowBegin = now;
      receivedBefore = received;
      return false;
    }
    long elapsed = now - windowBegin;
    if (elapsed < bounds.window()) {
      return false;
    }
    double rate = (received - receivedBefore) * 1e9 / elapsed;
    windowBegin = now;
    receivedBefore = received;
    return rate < bounds.minRate();
  }

  /** Whether the client has taken nothing for too long. */
  boolean takesTooSlowly(boolean blocked, long handedOn, long now) {
    if (!blocked || handedOn != handedOnBefore) {
      blockedSince = now;
      handedOnBefore = handedOn;
      return false;
    }
    return now - blockedSince >= bounds.stalledAfter();
  }
}
