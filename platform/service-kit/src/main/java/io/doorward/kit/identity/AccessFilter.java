package io.doorward.kit.identity;

import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;
import io.quarkus.security.identity.CurrentIdentityAssociation;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ResourceInfo;
import org.eclipse.microprofile.jwt.JsonWebToken;
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
    caller.asksFor(operation.getResourceMethod());
    Access access = operation.getResourceMethod().getAnnotation(Access.class);
    if (access != null && access.anonymous()) {
      return Uni.createFrom().voidItem();
    }
    return identity.getDeferredIdentity().invoke(who -> check(access, who)).replaceWithVoid();
  }

  private void check(@Nullable Access access, SecurityIdentity who) {
    if (who.getPrincipal() instanceof JsonWebToken jwt) {
      caller.is(Callers.of(jwt));
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
