package io.doorward.gateway.mcp;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import java.util.Optional;

/** What becomes of a message for an MCP server. */
public sealed interface McpOutcome {

  /** The tool it calls, or would. */
  Optional<String> tool();

  /**
   * It goes to the server.
   *
   * @param admitted names the scopes by which this message passes
   */
  record Passes(Decision.Admitted admitted, McpPassage passage, Optional<String> tool)
      implements McpOutcome {}

  /** Its sender may not send it. */
  record Refused(Decision.Refused refused, Optional<String> tool) implements McpOutcome {}

  /**
   * It is not a message that the protocol knows.
   *
   * @param rpcCode of the JSON-RPC error
   * @param id of the message as JSON, where it could be read
   */
  record Faulty(ErrorCode code, int rpcCode, Optional<String> id, String detail)
      implements McpOutcome {
    @Override
    public Optional<String> tool() {
      return Optional.empty();
    }
  }
}
