package io.doorward.token.outbox;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How changes are relayed. */
@ConfigMapping(prefix = "doorward.relay")
public interface RelayConfig {
  /** Whether this replica relays at all. */
  @WithDefault("true")
  boolean enabled();

  /** How often the relay looks for changes of other replicas. */
  @WithDefault("200ms")
  Duration poll();

  /** How often a replica that does not lead tries to. */
  @WithDefault("1s")
  Duration election();

  /** Sign of life over Redis. */
  @WithDefault("500ms")
  Duration redisHeartbeat();

  /** Sign of life over Kafka. */
  @WithDefault("1s")
  Duration kafkaHeartbeat();

  /** Rows sent at once. */
  @WithDefault("256")
  int batch();

  /** First wait after a path failed; doubled each time, with jitter. */
  @WithDefault("50ms")
  Duration retryFirst();

  /** Longest wait after a path failed. */
  @WithDefault("2s")
  Duration retryLongest();
}
