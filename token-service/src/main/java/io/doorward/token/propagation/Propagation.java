package io.doorward.token.propagation;

import io.doorward.token.outbox.EpochsGiven;
import io.doorward.token.propagation.Epochs.Given;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the gateways have applied what has been committed. Whatever goes wrong here, such as
 * a database that is gone by now, the change stands: the answer then is that it is not known to be
 * applied, never a failure.
 */
@ApplicationScoped
public class Propagation {
  /** Between two looks for an epoch that another replica gives. */
  private static final Duration LOOK = Duration.ofMillis(25);

  /** Between two looks for changes that are still being made. */
  private static final Duration LOOK_FOR_CHANGES = Duration.ofMillis(100);

  private static final @Nullable Long UNKNOWN = null;

  private final Epochs epochs;
  private final Gateways gateways;
  private final PropagationConfig config;
  private final Set<Waiter> waiters = ConcurrentHashMap.newKeySet();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicReference<CompletableFuture<Void>> bell =
      new AtomicReference<>(new CompletableFuture<>());

  @Inject
  Propagation(Epochs epochs, Gateways gateways, PropagationConfig config) {
    this.epochs = epochs;
    this.gateways = gateways;
    this.config = config;
  }

  private record Waiter(long epoch, UniEmitter<? super Standing> emitter) {}

  /**
   * Call after the changes' commit. Completes when all gateways have applied them, when there is no
   * gateway, or after this time with what is known by then. Never fails.
   */
  public Uni<Propagated> awaitApplied(Changes changes, Duration atMost) {
    return counted(of(changes), start -> await(changes, start, start + atMost.toNanos()));
  }

  /**
   * As {@link #awaitApplied(Changes, Duration)}, for changes that may still be in the making.
   *
   * @param made what they are; empty as long as not all of them have been committed, and then
   *     nothing is complete
   */
  public Uni<Propagated> awaitMade(Supplier<Uni<Optional<Changes>>> made, Duration atMost) {
    Uni<Propagated> atOnce =
        Uni.createFrom()
            .deferred(() -> made.get())
            .onFailure()
            .recoverWithItem(Optional.empty())
            .chain(changes -> changes.map(this::of).orElseGet(this::nothingYet));
    return counted(
        atOnce,
        start -> {
          long deadline = start + atMost.toNanos();
          return awaitChanges(made, deadline)
              .chain(
                  changes ->
                      changes
                          .map(known -> await(known, start, deadline))
                          .orElseGet(this::nothingYet));
        });
  }

  private Uni<Propagated> nothingYet() {
    return Uni.createFrom().item(this::withoutEpoch);
  }

  private Uni<Propagated> counted(Uni<Propagated> atOnce, LongFunction<Uni<Propagated>> patient) {
    return Uni.createFrom()
        .deferred(
            () -> {
              if (waiting.get() >= config.waiting()) {
                return atOnce;
              }
              waiting.incrementAndGet();
              return patient
                  .apply(System.nanoTime())
                  .onTermination()
                  .invoke(waiting::decrementAndGet);
            });
  }

  private Uni<Propagated> await(Changes changes, long start, long deadline) {
    return awaitEpoch(changes, deadline).chain(given -> awaitGateways(given, start, deadline));
  }

  /** Looks once at least; a look that fails is one that found nothing. */
  private static Uni<Optional<Changes>> awaitChanges(
      Supplier<Uni<Optional<Changes>>> made, long deadline) {
    return Multi.createBy()
        .repeating()
        .uni(
            () ->
                made.get()
                    .onFailure()
                    .recoverWithItem(Optional.empty())
                    .call(
                        found ->
                            found.isPresent() || !isLater(deadline)
                                ? Uni.createFrom().voidItem()
                                : Uni.createFrom()
                                    .voidItem()
                                    .onItem()
                                    .delayIt()
                                    .by(LOOK_FOR_CHANGES)))
        .whilst(found -> found.isEmpty() && isLater(deadline))
        .collect()
        .last();
  }

  /** What is known now. Never fails. */
  public Uni<Propagated> of(Changes changes) {
    return epochs
        .about(changes)
        .chain(Epochs.Question::ask)
        .onFailure()
        .recoverWithItem(Optional.empty())
        .map(given -> given.map(this::asReported).orElseGet(this::withoutEpoch));
  }

  private Propagated asReported(Given given) {
    Standing standing = gateways.standing(given.epoch(), given.at());
    Instant at = given.at();
    Instant since = standing.since();
    return view(
        given.epoch(),
        standing,
        at == null || since == null
            ? UNKNOWN
            : Long.valueOf(Math.max(0, Duration.between(at, since).toMillis())));
  }

  private Propagated withoutEpoch() {
    return view(UNKNOWN, gateways.standing(Long.MAX_VALUE, null), UNKNOWN);
  }

  private static Propagated view(@Nullable Long epoch, Standing standing, @Nullable Long millis) {
    return new Propagated(
        epoch,
        standing.instances(),
        standing.applied(),
        standing.complete() ? millis : UNKNOWN,
        standing.complete(),
        List.copyOf(standing.waitingFor()));
  }

  private Uni<Optional<Given>> awaitEpoch(Changes changes, long deadline) {
    return epochs
        .about(changes)
        .chain(
            question ->
                Multi.createBy()
                    .repeating()
                    .uni(() -> look(question))
                    .whilst(given -> given.isEmpty() && isLater(deadline))
                    .collect()
                    .last())
        .onFailure()
        .recoverWithItem(Optional.empty());
  }

  private Uni<Optional<Given>> look(Epochs.Question question) {
    CompletableFuture<Void> next = Objects.requireNonNull(bell.get());
    return question
        .ask()
        .onFailure()
        .recoverWithItem(Optional.empty())
        .call(
            given ->
                given.isPresent()
                    ? Uni.createFrom().voidItem()
                    : Uni.createFrom()
                        .completionStage(next::copy)
                        .ifNoItem()
                        .after(LOOK)
                        .recoverWithItem(() -> null));
  }

  /** This replica relays, and may have given the epochs that are waited for. */
  void given(@Observes EpochsGiven event) {
    bell.getAndSet(new CompletableFuture<>()).complete(null);
  }

  private Uni<Propagated> awaitGateways(Optional<Given> given, long start, long deadline) {
    if (given.isEmpty()) {
      return Uni.createFrom().item(this::withoutEpoch);
    }
    long epoch = given.get().epoch();
    return standing(epoch, left(deadline))
        .map(
            standing ->
                view(epoch, standing, Duration.ofNanos(System.nanoTime() - start).toMillis()));
  }

  private Uni<Standing> standing(long epoch, Duration left) {
    if (left.isZero() || left.isNegative()) {
      return Uni.createFrom().item(() -> gateways.standing(epoch, null));
    }
    return Uni.createFrom()
        .<Standing>emitter(
            emitter -> {
              Waiter waiter = new Waiter(epoch, emitter);
              waiters.add(waiter);
              emitter.onTermination(() -> waiters.remove(waiter));
              check(waiter);
            })
        .ifNoItem()
        .after(left)
        .recoverWithItem(() -> gateways.standing(epoch, null));
  }

  /** Something has been heard of a gateway. From any thread. */
  void news() {
    waiters.forEach(this::check);
  }

  private void check(Waiter waiter) {
    Standing standing = gateways.standing(waiter.epoch(), null);
    if (standing.complete() || standing.nobody()) {
      waiters.remove(waiter);
      waiter.emitter().complete(standing);
    }
  }

  private static boolean isLater(long deadline) {
    return deadline - System.nanoTime() > 0;
  }

  private static Duration left(long deadline) {
    return Duration.ofNanos(deadline - System.nanoTime());
  }
}
