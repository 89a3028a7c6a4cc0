package io.doorward.usage.activity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How the tokens' last uses are kept and announced. */
@ConfigMapping(prefix = "doorward.usage.activity")
public interface ActivityConfig {
  /** The Kafka group, and the name under which offsets are kept. Replicas share it. */
  @WithDefault("usage-analytics-activity")
  String consumer();

  /** Most events of one transaction. */
  @WithDefault("2000")
  @Min(1)
  @Max(50_000)
  int batchSize();

  /** How often it is looked whether there is something to announce. */
  @WithDefault("1s")
  Duration every();

  /** A token's last use is announced at most once in this time, by all replicas together. */
  @WithDefault("5s")
  Duration interval();

  /** Most tokens announced at once. */
  @WithDefault("500")
  @Min(1)
  @Max(10_000)
  int most();

  /** An event dated further ahead than this gets the time of its arrival. */
  @WithDefault("5m")
  Duration futureTolerance();

  /** The pause after a first failure; doubles from failure to failure. */
  @WithDefault("100ms")
  Duration retryAtFirst();

  /** The longest pause between two tries. */
  @WithDefault("5s")
  Duration retryAtMost();
}
