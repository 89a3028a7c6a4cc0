package io.doorward.token.outbox;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/** One of the two ways to the gateways. */
interface Path {
  /** Its row in {@code relay_path} and its tag in metrics. */
  String name();

  /**
   * Sends the changes in their order.
   *
   * @return completes when all have been accepted; fails if one was not, and then any of them may
   *     have been: they are sent again, and listeners know the version and the epoch
   */
  Uni<Void> send(List<Change> changes);

  /** Gives up a {@link #send} that is still under way: another replica leads by now. */
  default void abandon() {}

  /**
   * Sends a sign of life.
   *
   * @param epoch the last that was sent: nobody is told so if the path no longer has it
   */
  Uni<Void> heartbeat(long epoch, String json);

  /** How often a sign of life is due. */
  Duration heartbeatEvery();
}
