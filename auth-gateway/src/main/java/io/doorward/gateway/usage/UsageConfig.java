package io.doorward.gateway.usage;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The way of usage events to Kafka. */
@ConfigMapping(prefix = "doorward.gateway.usage")
public interface UsageConfig {

  /** Most events waiting in memory for the publisher. */
  @WithDefault("65536")
  int queue();

  /**
   * Most events handed to the Kafka client and not acknowledged; beyond it the spool takes over.
   */
  @WithDefault("20000")
  int inFlight();

  /** Without an acknowledgement for so long the broker counts as gone. */
  @WithDefault("2s")
  Duration patience();

  /** The Kafka client gives up on an event after this time; it then goes to the spool. */
  @WithDefault("10s")
  Duration delivery();

  /** Longest time a shutdown waits for the last acknowledgements before it spools the rest. */
  @WithDefault("5s")
  Duration flush();

  /** Most bytes in the spool; what exceeds it is dropped and counted. */
  @WithDefault("256M")
  MemorySize spoolSize();

  /** Size at which a spool segment is closed and forced to disk. */
  @WithDefault("4M")
  MemorySize segmentSize();
}
