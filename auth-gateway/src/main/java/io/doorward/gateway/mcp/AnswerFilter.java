package io.doorward.gateway.mcp;

import io.vertx.core.buffer.Buffer;

/** Takes the body of one answer, piece by piece, and gives what the caller may see of it. */
public interface AnswerFilter {

  /**
   * What can be passed on now; may be empty.
   *
   * @throws UnfitAnswer if the answer must not be passed on
   */
  Buffer pass(Buffer piece) throws UnfitAnswer;

  /**
   * What is left at the end.
   *
   * @throws UnfitAnswer if the answer must not be passed on
   */
  Buffer end() throws UnfitAnswer;
}
