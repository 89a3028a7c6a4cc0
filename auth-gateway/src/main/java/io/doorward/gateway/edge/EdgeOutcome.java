package io.doorward.gateway.edge;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.address.IpAddress;

/** What the edge makes of a request. */
public sealed interface EdgeOutcome {

  /** In order. */
  record Accepted(EdgeRequest request) implements EdgeOutcome {}

  /**
   * Answered at once; the connection cannot be trusted to be in step and is closed after the
   * answer.
   */
  record Refused(String requestId, IpAddress client, ErrorCode code, String detail)
      implements EdgeOutcome {}
}
