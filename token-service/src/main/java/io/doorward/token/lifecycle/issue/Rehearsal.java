package io.doorward.token.lifecycle.issue;

import io.doorward.contract.scope.Role;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.audit.Actor;
import io.doorward.token.directory.Principal;
import io.doorward.token.secret.Mint;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.vertx.VertxContextSupport;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Goes once through what the first creation will need, as nobody and without effect: classes are
 * loaded and a connection is open before somebody waits, and the bound on a transaction's time is
 * not spent on a cold start.
 */
@ApplicationScoped
class Rehearsal {
  private static final Logger LOG = Logger.getLogger(Rehearsal.class);

  private final Issuing issuing;
  private final Mint mint;

  @Inject
  Rehearsal(Issuing issuing, Mint mint) {
    this.issuing = issuing;
    this.mint = mint;
  }

  void run(@Observes StartupEvent event) {
    mint.mint(TokenType.PERSONAL, TokenEnvironment.TEST);
    Principal nobody =
        new Principal(
            new UUID(0, 0),
            "nobody",
            "nobody",
            Role.VIEWER,
            null,
            new Actor(Actor.Kind.SERVICE, "rehearsal", null, "rehearsal", null));
    CreateToken wish =
        new CreateToken("rehearsal", null, null, List.of("read"), null, null, null, null, null);
    try {
      // Awaited: a service that listens before it is warm spends its callers' time on that.
      IssueOutcome outcome =
          VertxContextSupport.subscribeAndAwait(
              () -> issuing.issue(nobody, wish, Optional.empty()));
      LOG.debugf("rehearsed: %s", outcome);
    } catch (Throwable expected) {
      LOG.debugf("rehearsed: %s", expected.getMessage());
    }
  }
}
