package io.doorward.kit.identity;

import io.doorward.kit.request.RequestId;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import jakarta.inject.Inject;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/**
 * Writes a line for each request whose credential was refused or did not suffice: who, what, from
 * where; the log adds when. The operation stands for the path, which may hold anything. What was
 * done is in the audit log, and each admitted request in the gateway's usage events.
 */
public final class DenialLogFilter {
  /** A category of its own, so that it can be kept apart and longer. */
  private static final Logger LOG = Logger.getLogger("io.doorward.security");

  private static final Set<Integer> DENIALS = Set.of(401, 403);

  private final CurrentCaller caller;
  private final RequestId requestId;
  private final CurrentVertxRequest current;

  @Inject
  DenialLogFilter(CurrentCaller caller, RequestId requestId, CurrentVertxRequest current) {
    this.caller = caller;
    this.requestId = requestId;
    this.current = current;
  }

  @ServerResponseFilter
  public void leaves(ContainerRequestContext request, ContainerResponseContext response) {
    if (!DENIALS.contains(response.getStatus())) {
      return;
    }
    LOG.infof(
        "event=denied status=%d request=%s client=%s method=%s operation=%s caller=%s",
        response.getStatus(),
        requestId.value(),
        current.getCurrent().request().remoteAddress().hostAddress(),
        request.getMethod(),
        caller.operation(),
        caller());
  }

  private String caller() {
    return caller
        .known()
        .map(
            who -> {
              if (who instanceof Caller.Token token) {
                return "token:" + token.tokenId() + " organization=" + token.organizationId();
              }
              return who instanceof Caller.Session session
                  ? "session:"
                      + clean(session.subject())
                      + " organization="
                      + clean(session.organization())
                  : "gateway";
            })
        .orElse("unknown");
  }

  /** The provider decides on subjects: none of them may look like another part of the line. */
  private static String clean(String text) {
    return text.replaceAll("[^\\p{Alnum}._@|:-]", "?");
  }
}
