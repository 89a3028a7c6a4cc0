package io.doorward.gateway.proxy;

import io.doorward.gateway.check.Caller;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.check.Standing;
import io.doorward.gateway.edge.EdgeRequest;
import java.time.Duration;
import java.util.List;

/**
 * Looks twice a second at what one event loop has open, so that requests which are over by then
 * cost nothing: at streams whose access has ended, at clients that send or take too slowly, at
 * connections nobody uses.
 */
final class Sweep {
  /**
   * With the least age of what is looked at, the bound after which a stream whose access has ended
   * is ended: one second.
   */
  static final long EVERY_MILLIS = 500;

  private static final long LEAST_AGE = Duration.ofMillis(500).toNanos();

  /** A stream is not ended because nobody can be asked about its token for a moment. */
  private static final long LONGEST_UNTOLD = Duration.ofSeconds(10).toNanos();

  private final Loop loop;
  private final Standing standing;
  private final Drain drain;
  private final Pace.Bounds bounds;
  private final long idle;
  private final long head;

  Sweep(Loop loop, Standing standing, Drain drain, ListenConfig config) {
    this.loop = loop;
    this.standing = standing;
    this.drain = drain;
    this.bounds =
        new Pace.Bounds(
            config.minBodyRate(), config.bodyWindow().toNanos(), config.stalledAfter().toNanos());
    this.idle = config.idleTimeout().toNanos();
    this.head = config.headTimeout().toNanos();
  }

  void run() {
    long now = System.nanoTime();
    List<Exchange> old = loop.begunBefore(now - LEAST_AGE);
    for (Exchange exchange : old) {
      look(exchange, now);
    }
    for (ClientConnection connection : loop.clients()) {
      boolean leaves =
          drain.isClosingIdle() && connection.isIdleFor(LEAST_AGE, now) && !connection.hasUnsent();
      if (leaves || connection.isIdleFor(idle, now) || connection.isHeadOlderThan(head, now)) {
        connection.drop();
      }
    }
  }

  private void look(Exchange exchange, long now) {
    Underway work = exchange.work();
    if (exchange.isOver() || work == null) {
      return;
    }
    Pace pace = exchange.pace();
    if (pace == null) {
      pace = new Pace(bounds, exchange.bytesIn(), work.handedOn(), now);
      exchange.pace(pace);
    }
    if (pace.sendsTooSlowly(work.awaitsClient(), exchange.bytesIn(), now)) {
      work.tooSlow();
    } else if (pace.takesTooSlowly(work.isBlocked(), work.handedOn(), now)) {
      exchange.refused("client_stalled");
      work.cut();
    } else if (!(work.admitted().who() instanceof Caller.Anonymous)) {
      judge(exchange, work, now);
    }
  }

  private void judge(Exchange exchange, Underway work, long now) {
    EdgeRequest edge = exchange.edge();
    if (edge == null) {
      return;
    }
    standing
        .of(work.admitted(), edge.client())
        .onSuccess(
            outcome -> {
              if (exchange.isOver()) {
                return;
              }
              if (outcome instanceof Standing.Outcome.Lost lost) {
                end(exchange, work, lost.refusal());
              } else if (outcome instanceof Standing.Outcome.Untold untold) {
                if (exchange.untoldFor(now) >= LONGEST_UNTOLD) {
                  end(exchange, work, untold.refusal());
                }
              } else {
                exchange.told();
              }
            });
  }

  private static void end(Exchange exchange, Underway work, Decision.Refused refusal) {
    exchange.refused("ended_" + refusal.reason());
    work.lost(refusal);
  }
}
