package io.doorward.token.lifecycle.view;

import io.doorward.kit.problem.ProblemException;
import java.util.UUID;

/** Token ids in paths. */
public final class TokenId {
  private TokenId() {}

  /**
   * Reads an id. What is no id names nothing: the same answer as for an id that is not there.
   *
   * @throws ProblemException {@code not_found}
   */
  public static UUID parse(String text) {
    try {
      UUID id = UUID.fromString(text);
      if (id.toString().equalsIgnoreCase(text)) {
        return id;
      }
    } catch (IllegalArgumentException e) {
      // answered below like every other unknown id
    }
    throw ProblemException.notFound();
  }
}
