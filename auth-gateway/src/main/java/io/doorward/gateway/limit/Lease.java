package io.doorward.gateway.limit;

import io.vertx.core.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Permits that were charged in advance. Whoever takes one has his answer without asking anybody,
 * for as long as the lease lives: counted from before the charge was sent for, by this instance's
 * monotonic clock, so that no clock but Redis' own counts.
 */
final class Lease {
  /** Nothing. */
  static final Lease NONE =
      new Lease(0, 0, 0, Future.succeededFuture(new LimitOutcome.Unlimited()));

  private final AtomicInteger left;
  private final int granted;
  private final long chargedAt;
  private final long until;
  private final Future<LimitOutcome> answer;
  private int retired;

  /**
   * @param chargedAt reading of Redis' clock in microseconds
   * @param until reading of the ticker up to which it may be used
   * @param answer what each request is told that takes of it
   */
  Lease(int granted, long chargedAt, long until, Future<LimitOutcome> answer) {
    this.left = new AtomicInteger(granted);
    this.granted = granted;
    this.chargedAt = chargedAt;
    this.until = until;
    this.answer = answer;
  }

  /** Takes permits, all or none. */
  boolean take(int permits, long now) {
    if (now - until > 0) {
      return false;
    }
    int present = left.get();
    while (present >= permits) {
      if (left.compareAndSet(present, present - permits)) {
        return true;
      }
      present = left.get();
    }
    return false;
  }

  /** Ends it; the permits nobody has used, which are to be given back. Guarded by the account. */
  int retire() {
    int unused = left.getAndSet(0);
    retired += unused;
    return unused;
  }

  /** Permits that requests have used. Guarded by the account, after {@link #retire}. */
  int used() {
    return granted - retired;
  }

  int left() {
    return left.get();
  }

  long chargedAt() {
    return chargedAt;
  }

  long until() {
    return until;
  }

  Future<LimitOutcome> answer() {
    return answer;
  }
}
