package io.doorward.gateway.limit;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One token on this instance: the lease it holds, and the requests that wait while Redis is asked
 * for it. There is one call at a time, and the next one asks for all who wait; so whoever comes
 * waits for two calls, three where permits run out, each within Redis' timeout.
 */
final class Account {
  /** So long a refusal answers for others: what other instances give back must be found. */
  private static final long REFUSED_NANOS = Duration.ofMillis(100).toNanos();

  private final Quotas quotas;
  private final LocalRings.Shares local;
  private final Deque<Waiting> waiting = new ArrayDeque<>();
  private final Demand demand = new Demand();
  private volatile Lease lease = Lease.NONE;
  private volatile @Nullable Refusal refused;
  private boolean asking;

  /** A refusal that holds for requests that need as much, until the ticker reads so. */
  private record Refusal(int need, long until, Future<LimitOutcome> answer) {}

  /** Requests and what they are told. */
  record Settled(List<Waiting> requests, Future<LimitOutcome> answer) {}

  Account(Quotas quotas, LocalRings.Shares local) {
    this.quotas = quotas;
    this.local = local;
  }

  Quotas quotas() {
    return quotas;
  }

  LocalRings.Shares local() {
    return local;
  }

  /** The answer, if it can be had without asking. */
  @Nullable Future<LimitOutcome> answer(int permits, long now) {
    Lease held = lease;
    return held.take(permits, now) ? held.answer() : null;
  }

  /** A refusal from a moment ago that holds for this request, too. */
  @Nullable Future<LimitOutcome> refusal(int permits, long now) {
    Refusal last = refused;
    return last != null && permits >= last.need && now - last.until < 0 ? last.answer : null;
  }

  /** Lets a request wait, unless its answer has come meanwhile. */
  synchronized @Nullable Future<LimitOutcome> await(Waiting request, long now) {
    Future<LimitOutcome> come = answer(request.permits(), now);
    if (come == null) {
      waiting.addLast(request);
    }
    return come;
  }

  /**
   * The next call; {@code null} while one is under way, or if nobody waits. Takes back what is left
   * of the present lease.
   */
  synchronized @Nullable Ask next(long now, Duration life) {
    Waiting first = waiting.peekFirst();
    if (asking || first == null) {
      return null;
    }
    asking = true;
    Lease last = lease;
    int unused = last.retire();
    demand.learn(last.used(), now);
    lease = Lease.NONE;
    int want = 0;
    for (Waiting request : waiting) {
      request.count();
      want += request.permits();
    }
    int spare = Math.min(demand.within(life) - want, quotas.inAdvance());
    return new Ask(quotas, first.permits(), want, Math.max(spare, 0), unused, last.chargedAt());
  }

  /** The call has brought permits: they go to those who wait, in their order. */
  synchronized Settled granted(Lease fresh, long askedAt, long now) {
    asking = false;
    refused = null;
    List<Waiting> served = new ArrayList<>(waiting.size());
    for (Waiting request = waiting.peekFirst(); request != null; request = waiting.peekFirst()) {
      // who was counted when it was asked for uses the permit by that
      if (!fresh.take(request.permits(), request.isCounted() ? askedAt : now)) {
        break;
      }
      served.add(waiting.removeFirst());
    }
    lease = fresh;
    return new Settled(served, fresh.answer());
  }

  /** It has brought none: that holds for all who need as much. */
  synchronized Settled refused(int need, Future<LimitOutcome> answer, long pause, long now) {
    asking = false;
    refused = new Refusal(need, now + Math.min(pause, REFUSED_NANOS), answer);
    List<Waiting> turnedAway = new ArrayList<>(waiting.size());
    waiting.removeIf(request -> request.permits() >= need && turnedAway.add(request));
    return new Settled(turnedAway, answer);
  }

  /** It has failed. */
  synchronized List<Waiting> failed() {
    asking = false;
    List<Waiting> all = List.copyOf(waiting);
    waiting.clear();
    return all;
  }

  /** Ends a lease that nobody has asked for again; what is to be given back of it. */
  synchronized int retire(Lease idle) {
    return idle.retire();
  }
}
