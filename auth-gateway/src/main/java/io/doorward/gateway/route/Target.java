package io.doorward.gateway.route;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** One address of an upstream and what is known of its health. Shared by all event loops. */
final class Target {
  /** Probes in a row that must fail before an address counts as down. */
  private static final int PROBES = 2;

  private static final long NEVER = Long.MIN_VALUE;

  private final Address address;
  private final int tolerated;
  private final long pauseNanos;
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger failedProbes = new AtomicInteger();
  private volatile long outUntil = NEVER;

  /**
   * @param tolerated failures in a row after which it is left out
   * @param pause how long it is left out then
   */
  Target(Address address, int tolerated, Duration pause) {
    this.address = address;
    this.tolerated = tolerated;
    this.pauseNanos = pause.toNanos();
  }

  /**
   * Where it is.
   *
   * @param weight its share of the requests, beside the weights of the others
   */
  record Address(String host, int port, boolean tls, int weight) {
    @Override
    public String toString() {
      return host + ":" + port;
    }
  }

  Address address() {
    return address;
  }

  int pending() {
    return pending.get();
  }

  boolean isUsable(long now) {
    long until = outUntil;
    return failedProbes.get() < PROBES && (until == NEVER || now - until >= 0);
  }

  void began() {
    pending.incrementAndGet();
  }

  void ended() {
    pending.decrementAndGet();
  }

  void succeeded() {
    if (failures.get() != 0) {
      failures.set(0);
      outUntil = NEVER;
    }
  }

  /** After its pause the first failure leaves it out again. */
  void failed(long now) {
    if (failures.incrementAndGet() >= tolerated) {
      outUntil = now + pauseNanos;
    }
  }

  void probed(boolean healthy) {
    if (healthy) {
      failedProbes.set(0);
    } else {
      failedProbes.incrementAndGet();
    }
  }
}
