package io.doorward.gateway.usage;

import java.time.Duration;

/** Where events end up. The seam between the publisher and Kafka. */
interface Broker extends AutoCloseable {

  /** Told once what became of an event; on any thread. */
  interface Receipt {
    /** The event is safe, or not. */
    void settle(boolean delivered);
  }

  /**
   * Sends an event. May take up to the client's blocking bound; the receipt may be settled within.
   */
  void send(Outgoing event, Receipt receipt);

  /** Waits for what is under way, at most so long, and gives up on the rest. */
  void close(Duration wait);

  @Override
  default void close() {
    close(Duration.ZERO);
  }
}
