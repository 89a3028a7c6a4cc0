package io.doorward.gateway.limit;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/** A request that waits for permits. It is answered on its own event loop. */
final class Waiting {
  private final int permits;
  private final @Nullable Context own = Vertx.currentContext();
  private final Promise<LimitOutcome> promise = Promise.promise();
  private boolean counted;

  Waiting(int permits) {
    this.permits = permits;
  }

  int permits() {
    return permits;
  }

  /** It is among those that Redis is asked for. Guarded by the account. */
  void count() {
    counted = true;
  }

  boolean isCounted() {
    return counted;
  }

  Future<LimitOutcome> future() {
    return promise.future();
  }

  /** Gives it its answer. */
  void tell(Future<LimitOutcome> answer) {
    if (own == null || own == Vertx.currentContext()) {
      answer.onComplete(promise);
    } else {
      own.runOnContext(nothing -> answer.onComplete(promise));
    }
  }
}
