package io.doorward.kit.identity;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ResourceInfo;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/** Holds {@link Access} for every operation, before its body is read. */
public final class AccessFilter {
  private final CurrentIdentityAssociation identity;
  private final CurrentCaller caller;

  @Inject
  AccessFilter(CurrentIdentityAssociation identity, CurrentCaller caller) {
    this.identity = identity;
    this.caller = caller;
  }

  @ServerRequestFilter
  public Uni<Void> check(ResourceInfo operation) {
    Access access = operation.getResourceMethod().getAnnotation(Access.class);
    return identity
        .getDeferredIdentity()
        .invoke(who -> check(access, who.isAnonymous()))
        .replaceWithVoid();
  }

  private void check(@Nullable Access access, boolean anonymous) {
    if (anonymous) {
      throw ProblemException.of(
          ErrorCode.CREDENTIALS_REQUIRED, "Send a session or an API token as Bearer credential.");
    }
    boolean gateway = caller.get() instanceof Caller.Gateway;
    if (access == null || gateway != access.gatewayOnly()) {
      throw ProblemException.notFound();
    }
    if (!access.scope().isEmpty()) {
      caller.require(new Scope(access.scope()));
    }
  }
}
