package io.doorward.usage.directory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How the tokens' changes are followed. */
@ConfigMapping(prefix = "doorward.usage.directory")
public interface DirectoryConfig {
  /** The Kafka group, and the name under which offsets are kept. Replicas share it. */
  @WithDefault("usage-analytics-directory")
  String consumer();

  /** Most changes of one transaction. */
  @WithDefault("500")
  int batchSize();

  /** The pause after a first failure; doubles from failure to failure. */
  @WithDefault("100ms")
  Duration retryAtFirst();

  /** The longest pause between two tries. */
  @WithDefault("5s")
  Duration retryAtMost();
}
