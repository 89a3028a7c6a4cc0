package io.doorward.token.propagation;

import java.util.List;
import java.util.UUID;

/** What one can wait for. */
public sealed interface Changes {
  /**
   * A row of the outbox that has been committed, and whatever the same worker committed before it.
   */
  record UpTo(long outboxId) implements Changes {}

  /** The latest change of each of these tokens that has been committed by now. */
  record OfTokens(List<UUID> ids) implements Changes {
    public OfTokens {
      ids = List.copyOf(ids);
    }
  }

  /** Everything that has been committed by now: for a change of more than can be listed. */
  record SoFar() implements Changes {}

  static Changes of(UUID tokenId) {
    return new OfTokens(List.of(tokenId));
  }
}
