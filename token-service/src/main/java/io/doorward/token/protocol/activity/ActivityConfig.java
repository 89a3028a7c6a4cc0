package io.doorward.token.protocol.activity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the last uses of tokens are taken in. */
@ConfigMapping(prefix = "doorward.activity")
public interface ActivityConfig {
  /** Whether this replica consumes last uses. */
  @WithDefault("true")
  boolean enabled();

  /** Consumer group; the replicas share the work. */
  @WithDefault("token-service-activity")
  String group();

  /** A use that is dated further ahead than this is put aside: it would count for ever. */
  @WithDefault("5m")
  Duration futureTolerance();

  /** Pause before records are tried again while PostgreSQL or Kafka is gone. */
  @WithDefault("2s")
  Duration retry();
}
