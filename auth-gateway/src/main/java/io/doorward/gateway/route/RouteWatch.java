package io.doorward.gateway.route;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/**
 * Looks at the route file from time to time. Not told by the file system: Kubernetes changes a
 * mounted ConfigMap by turning a link in a directory above the file.
 */
@Singleton
class RouteWatch {
  private static final Logger LOG = Logger.getLogger(RouteWatch.class);

  private final Vertx vertx;
  private final Routes routes;
  private final Duration period;
  private final AtomicBoolean looking = new AtomicBoolean();
  private long timer = -1;

  @Inject
  RouteWatch(Vertx vertx, Routes routes, RouteConfig config) {
    this.vertx = vertx;
    this.routes = routes;
    this.period = config.routesPoll();
  }

  void start(@Observes StartupEvent event) {
    if (!period.isZero()) {
      timer = vertx.setPeriodic(period.toMillis(), id -> look());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    vertx.cancelTimer(timer);
  }

  private void look() {
    if (looking.compareAndSet(false, true)) {
      vertx
          .executeBlocking(this::looked, false)
          .onComplete(done -> looking.set(false))
          .onFailure(e -> LOG.error("the route file could not be looked at", e));
    }
  }

  private boolean looked() {
    routes.look();
    return true;
  }
}
