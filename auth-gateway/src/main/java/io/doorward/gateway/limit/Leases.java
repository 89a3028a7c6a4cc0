package io.doorward.gateway.limit;

import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Permits charged in advance. A token is asked for once at a time; what it does not use is given
 * back with its next call, or by a call of its own when it has gone quiet.
 */
@Singleton
class Leases {
  private final RedisRings rings;
  private final LimitMetrics metrics;
  private final Ticker ticker;
  private final Duration life;
  private final Queue<Outstanding> outstanding = new ConcurrentLinkedQueue<>();

  private record Reply(Ruling ruling, LimitOutcome outcome) {}

  /** A lease that was not used up when it was taken. */
  private record Outstanding(Account account, Lease lease) {}

  @Inject
  Leases(RedisRings rings, LimitMetrics metrics, LimitConfig config, Ticker ticker) {
    this.rings = rings;
    this.metrics = metrics;
    this.ticker = ticker;
    this.life = config.lease();
  }

  /** Asks for permits. Completes on the caller's event loop; fails if Redis cannot be asked. */
  Future<LimitOutcome> ask(Account account, int permits, long now) {
    Waiting request = new Waiting(permits);
    Future<LimitOutcome> come = account.await(request, now);
    if (come != null) {
      return come;
    }
    askNext(account, now);
    return request.future();
  }

  private void askNext(Account account, long now) {
    @Nullable Ask ask = account.next(now, life);
    if (ask == null) {
      return;
    }
    metrics.called();
    long askedAt = ticker.read();
    send(ask)
        .map(ruling -> new Reply(ruling, ruling.outcome(account.quotas().policy())))
        .onSuccess(reply -> settle(account, ask, reply, askedAt))
        .onFailure(cause -> fail(account, ask, cause));
  }

  /** A call that cannot even be made must not keep everybody waiting for good. */
  private Future<Ruling> send(Ask ask) {
    try {
      return rings.ask(ask);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Nobody knows whether it had its effect: what it was to give back stays charged. */
  private void fail(Account account, Ask ask, Throwable cause) {
    metrics.lapsed(ask.back());
    Future<LimitOutcome> none = Future.failedFuture(cause);
    account.failed().forEach(request -> request.tell(none));
  }

  private void settle(Account account, Ask ask, Reply reply, long askedAt) {
    long now = ticker.read();
    Ruling ruling = reply.ruling();
    Future<LimitOutcome> answer = Future.succeededFuture(reply.outcome());
    metrics.returned(ask.back());
    account.local().remember(ruling, now);
    Account.Settled settled =
        ruling.charged()
            ? grant(account, ask, ruling, answer, askedAt, now)
            : account.refused(ask.need(), answer, ruling.pauseNanos(), now);
    settled.requests().forEach(request -> request.tell(settled.answer()));
    askNext(account, now);
  }

  private Account.Settled grant(
      Account account,
      Ask ask,
      Ruling ruling,
      Future<LimitOutcome> answer,
      long askedAt,
      long now) {
    Lease fresh = new Lease(ruling.granted(), ruling.at(), askedAt + life.toNanos(), answer);
    metrics.leased(ruling.granted() - ask.want());
    Account.Settled settled = account.granted(fresh, askedAt, now);
    if (fresh.left() > 0) {
      outstanding.add(new Outstanding(account, fresh));
    }
    return settled;
  }

  /** Gives back what tokens hold that have not been asked for since their lease ended. */
  void sweep() {
    long now = ticker.read();
    for (Outstanding next = outstanding.peek();
        next != null && now - next.lease().until() > life.toNanos();
        next = outstanding.peek()) {
      outstanding.remove(next);
      giveBack(next);
    }
  }

  /** Gives back everything: this instance stops. Completes when Redis has answered. */
  Future<?> close() {
    List<Future<?>> all = new ArrayList<>();
    for (Outstanding next = outstanding.poll(); next != null; next = outstanding.poll()) {
      all.add(giveBack(next));
    }
    return Future.join(all);
  }

  private Future<?> giveBack(Outstanding idle) {
    int unused = idle.account().retire(idle.lease());
    if (unused == 0) {
      return Future.succeededFuture();
    }
    metrics.called();
    return rings
        .ask(Ask.giveBack(idle.account().quotas(), unused, idle.lease().chargedAt()))
        .onSuccess(done -> metrics.returned(unused))
        .onFailure(e -> metrics.lapsed(unused));
  }
}
