package io.doorward.kit.problem;

import io.doorward.contract.problem.ErrorCode;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Refuses the character U+0000 in the path: no store can keep it, nobody means it. */
public final class TargetFilter {
  /** Only ASCII stands in a path as sent: every U+0000 is written so. */
  private static final String NUL = "%00";

  @ServerRequestFilter(preMatching = true)
  public void arrives(ContainerRequestContext request) {
    if (request.getUriInfo().getRequestUri().getRawPath().contains(NUL)) {
      throw ProblemException.of(
          ErrorCode.INVALID_REQUEST, "Leave the character U+0000 out of the path.");
    }
  }
}
