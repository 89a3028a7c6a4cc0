package io.doorward.token.protocol.leak;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Deals with reports one after the other, woken when one has been taken and now and then besides.
 * All its state is touched on one event loop only.
 */
@ApplicationScoped
class LeakWorker {
  private static final Logger LOG = Logger.getLogger(LeakWorker.class);

  private final Vertx vertx;
  private final LeakConfig config;
  private final LeakResponder responder;
  private volatile @Nullable Context loop;
  private long timer;
  private boolean working;
  private boolean again;

  @Inject
  LeakWorker(Vertx vertx, LeakConfig config, LeakResponder responder) {
    this.vertx = vertx;
    this.config = config;
    this.responder = responder;
  }

  void start(@Observes StartupEvent event) {
    Context context = vertx.getOrCreateContext();
    loop = context;
    timer = vertx.setPeriodic(config.poll().toMillis(), t -> wake());
  }

  void stop(@Observes ShutdownEvent event) {
    loop = null;
    vertx.cancelTimer(timer);
  }

  /** Looks for reports now. From any thread. */
  void wake() {
    Context context = loop;
    if (context != null) {
      context.runOnContext(any -> work(context));
    }
  }

  private void work(Context context) {
    if (working) {
      again = true;
      return;
    }
    working = true;
    again = false;
    one()
        .emitOn(command -> context.runOnContext(any -> command.run()))
        .subscribe()
        .with(
            worked -> ended(context, worked),
            failure -> {
              LOG.warnf("leak reports wait: %s", failure.getMessage());
              working = false;
            });
  }

  private void ended(Context context, boolean worked) {
    working = false;
    if (loop != null && (worked || again)) {
      work(context);
    }
  }

  /**
   * One report; whether there was one. A report that can never be dealt with stops no other; what
   * fails with the server is tried again.
   */
  private Uni<Boolean> one() {
    return responder
        .next()
        .onFailure(Undealt.class)
        .recoverWithUni(
            failure -> {
              LOG.errorf(failure, "a leak report cannot be dealt with");
              // A no would end the round while other reports wait.
              return responder.giveUp(((Undealt) failure).report()).replaceWith(true);
            });
  }
}
