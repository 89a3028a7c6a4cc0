package io.doorward.token.propagation;

import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * How far a change has come.
 *
 * @param epoch the change's number; absent while the relay has not given it one
 * @param instances the gateways that are there, those not heard from for a while included as long
 *     as they could use what they knew
 * @param applied how many of them have applied the change
 * @param millis from the commit until the last of them had applied it; absent if not all have, or
 *     if it is too long ago
 * @param complete every gateway has applied it, and there is at least one
 * @param waitingFor those that have not, by name
 */
@Schema(name = "Propagation")
public record Propagated(
    @Nullable Long epoch,
    int instances,
    int applied,
    @Nullable Long millis,
    boolean complete,
    List<Waiting> waitingFor) {

  /**
   * A gateway that has not applied the change as far as is known.
   *
   * @param appliedEpoch what it last reported; -1 if it had heard nothing yet
   */
  @Schema(name = "PropagationWaiting")
  public record Waiting(String instance, long appliedEpoch, Instant lastHeard) {}
}
