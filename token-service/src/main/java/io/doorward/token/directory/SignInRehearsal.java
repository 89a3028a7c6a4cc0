package io.doorward.token.directory;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks once for a member that nobody is, before the service listens. The first look loads hundreds
 * of classes on the event loop, which takes seconds on a busy machine; meanwhile every other
 * request of that loop would wait past its bound and be told that the database is gone.
 */
@ApplicationScoped
class SignInRehearsal {
  private static final Logger LOG = Logger.getLogger(SignInRehearsal.class);
  private static final Duration LONGEST = Duration.ofSeconds(20);

  void run(@Observes StartupEvent event) {
    try {
      Optional<Member> nobody =
          VertxContextSupport.subscribeAndAwait(
              () ->
                  Panache.withSession(() -> Member.find("", "")).ifNoItem().after(LONGEST).fail());
      LOG.debugf("rehearsed: %s", nobody.isPresent());
    } catch (Throwable e) {
      // the service can do without; if the database is gone its readiness says so
      LOG.debugf("rehearsed: %s", e.getMessage());
    }
  }
}
