package io.doorward.gateway.check;

import io.doorward.contract.snapshot.TokenSnapshot;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * Writes a line for each request whose credential was refused or did not suffice: who, what, from
 * where; the log adds when. No part of it is text of the caller's. Every request, admitted or not,
 * is also a usage event; the log is for whoever watches one gateway.
 */
@Singleton
public class DenialLog {
  /** So many lines a second, so that guessing at credentials cannot fill the disk. */
  public static final int LINES_A_SECOND = 100;

  /** A category of its own, so that it can be kept apart and longer. */
  private static final Logger LOG = Logger.getLogger("io.doorward.security");

  private static final Set<Integer> DENIALS = Set.of(401, 403);

  private final AtomicLong second = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong lines = new AtomicLong();

  /**
   * Notes a refusal.
   *
   * @param method one that the gateway knows
   */
  public void refused(Decision.Refused refused, String requestId, String client, String method) {
    if (isDenial(refused) && mayWrite(System.nanoTime())) {
      LOG.infof(
          "event=denied code=%s request=%s client=%s method=%s route=%s template=%s caller=%s",
          refused.code().code(),
          requestId,
          client,
          method,
          refused.match().map(match -> match.route().id()).orElse("none"),
          refused.match().map(match -> match.template()).orElse("none"),
          refused.caller().map(DenialLog::name).orElse("unknown"));
    }
  }

  /** A 404 too, if it hides that something is there. */
  private static boolean isDenial(Decision.Refused refused) {
    return DENIALS.contains(refused.code().status()) || refused.recordedAs().isPresent();
  }

  /** Also tells how many lines the second before would have had beyond those written. */
  public boolean mayWrite(long nanos) {
    long now = TimeUnit.NANOSECONDS.toSeconds(nanos);
    long before = second.get();
    if (before != now && second.compareAndSet(before, now)) {
      long left = lines.getAndSet(0) - LINES_A_SECOND;
      if (left > 0) {
        LOG.infof("event=denied more=%d", left);
      }
    }
    return lines.incrementAndGet() <= LINES_A_SECOND;
  }

  private static String name(Caller caller) {
    if (caller instanceof Caller.TokenHolder holder) {
      TokenSnapshot token = holder.token();
      return "token:" + token.tokenId() + " organization=" + token.organizationId();
    }
    return caller instanceof Caller.Person person
        ? "session:" + person.principal().subject().replaceAll("[^\\p{Alnum}._@|:-]", "?")
        : "anonymous";
  }
}
