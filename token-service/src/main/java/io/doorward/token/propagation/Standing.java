package io.doorward.token.propagation;

import io.doorward.token.propagation.Propagated.Waiting;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where the gateways stand with one epoch.
 *
 * @param settled all that are there have had the time to make themselves heard
 * @param since when the last of them was heard to have applied it; absent if not all have, or if
 *     some had before it was first heard of
 */
record Standing(int instances, List<Waiting> waitingFor, boolean settled, @Nullable Instant since) {

  int applied() {
    return instances - waitingFor.size();
  }

  /** An acknowledgement needs somebody who gives it: without any gateway there is none. */
  boolean complete() {
    return settled && instances > 0 && waitingFor.isEmpty();
  }

  /** There is nobody to wait for. */
  boolean nobody() {
    return settled && instances == 0;
  }
}
