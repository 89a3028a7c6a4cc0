package io.doorward.gateway.check;

import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.limit.RateLimits;
import io.doorward.gateway.route.RouteOutcome;
import io.doorward.gateway.snapshot.Freshness;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The last decisions on requests with a known token, so that they can be explained. Noting one puts
 * one reference into a ring; nothing is looked up or written out before somebody asks. What was
 * refused has a ring of its own, so that it outlives the crowd of what was not.
 */
@Singleton
public class Recollection {
  private final LongSupplier epoch;
  private final BooleanSupplier leaseHeld;
  private final Supplier<String> limitMode;
  private final Clock clock;
  private final Duration kept;
  private final Ring admitted;
  private final Ring refused;

  private static final class Ring {
    private final AtomicReferenceArray<@Nullable Recollected> slots;
    private final AtomicLong next = new AtomicLong();

    Ring(int size) {
      slots = new AtomicReferenceArray<>(size);
    }

    boolean isNone() {
      return slots.length() == 0;
    }

    void put(Recollected decided) {
      slots.setRelease((int) (next.getAndIncrement() % slots.length()), decided);
    }

    void find(String requestId, Instant since, List<Recollected> into) {
      for (int i = 0; i < slots.length(); i++) {
        Recollected found = slots.getAcquire(i);
        if (found != null && found.requestId().equals(requestId) && found.at().isAfter(since)) {
          into.add(found);
        }
      }
    }
  }

  @Inject
  Recollection(RecollectionConfig config, Freshness freshness, RateLimits limits, Clock clock) {
    this(config, freshness::appliedEpoch, freshness::leaseHeld, limits::mode, clock);
  }

  Recollection(
      RecollectionConfig config,
      LongSupplier epoch,
      BooleanSupplier leaseHeld,
      Supplier<String> limitMode,
      Clock clock) {
    if (config.remembered() < 0) {
      throw new IllegalArgumentException("doorward.gateway.explain.remembered is negative");
    }
    this.epoch = epoch;
    this.leaseHeld = leaseHeld;
    this.limitMode = limitMode;
    this.clock = clock;
    this.kept = config.keep();
    this.admitted = new Ring(config.remembered());
    this.refused = new Ring(config.remembered());
  }

  /** Notes what became of a request, if it came with a token that is known. From any thread. */
  public void note(EdgeRequest request, Decision decision) {
    if (refused.isNone()) {
      return;
    }
    if (decision instanceof Decision.Admitted pass) {
      if (pass.who() instanceof Caller.TokenHolder holder) {
        admitted.put(of(request, holder, pass.route(), pass, null));
      }
    } else if (decision instanceof Decision.Refused no
        && no.caller().orElse(null) instanceof Caller.TokenHolder holder) {
      refused.put(of(request, holder, no.match().orElse(null), no, refusal(no)));
    }
  }

  private static Recollected.Refusal refusal(Decision.Refused no) {
    return new Recollected.Refusal(
        no.code(), no.reason(), no.detail(), no.retryAfter().orElse(null));
  }

  /** Takes from the match what holds nothing of the request's own path. */
  private Recollected of(
      EdgeRequest request,
      Caller.TokenHolder holder,
      RouteOutcome.@Nullable Matched match,
      Decision decision,
      Recollected.@Nullable Refusal refusal) {
    return new Recollected(
        request.requestId(),
        request.at(),
        request.method(),
        request.client(),
        match == null ? null : match.route().id(),
        match == null ? null : match.template(),
        match == null ? List.of() : match.scopes(),
        holder,
        decision.limits().orElse(null),
        refusal,
        limitMode.get(),
        epoch.getAsLong(),
        leaseHeld.getAsBoolean());
  }

  /** All that is remembered under this id, the newest first. Looks at every slot. */
  public List<Recollected> find(String requestId) {
    List<Recollected> found = new ArrayList<>();
    Instant since = clock.instant().minus(kept);
    refused.find(requestId, since, found);
    admitted.find(requestId, since, found);
    found.sort(Comparator.comparing(Recollected::at).reversed());
    return found;
  }
}
