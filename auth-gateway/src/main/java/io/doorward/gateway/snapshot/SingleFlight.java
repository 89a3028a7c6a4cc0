package io.doorward.gateway.snapshot;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One question of a kind at a time, however many requests wait for the answer. Each of them gets it
 * on its own event loop.
 */
final class SingleFlight<K, T> {
  private final ConcurrentMap<K, Future<T>> flights = new ConcurrentHashMap<>();

  Future<T> join(K subject, Supplier<Future<T>> question) {
    Promise<T> promise = Promise.promise();
    Future<T> running = flights.putIfAbsent(subject, promise.future());
    if (running != null) {
      return onOwnLoop(running);
    }
    ask(question)
        .onComplete(
            answer -> {
              flights.remove(subject, promise.future());
              promise.handle(answer);
            });
    return promise.future();
  }

  /** A question that cannot even be asked must not keep everybody waiting for good. */
  private static <T> Future<T> ask(Supplier<Future<T>> question) {
    try {
      return question.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static <T> Future<T> onOwnLoop(Future<T> shared) {
    @Nullable Context own = Vertx.currentContext();
    if (own == null) {
      return shared;
    }
    Promise<T> promise = Promise.promise();
    shared.onComplete(answer -> own.runOnContext(nothing -> promise.handle(answer)));
    return promise.future();
  }
}
