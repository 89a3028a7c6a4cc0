package io.doorward.usage.ingest;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How usage events are taken in. */
@ConfigMapping(prefix = "doorward.usage.ingest")
public interface IngestConfig {
  /** The Kafka group, and the name under which offsets are kept. Replicas share it. */
  @WithDefault("usage-analytics")
  String consumer();

  /** Most events of one transaction. */
  @WithDefault("2000")
  @Min(1)
  @Max(50_000)
  int batchSize();

  /** An event dated further ahead than this gets the time of its arrival. */
  @WithDefault("5m")
  Duration futureTolerance();

  /**
   * An event older than this is put aside: its day may be gone from the request log, and with it
   * the knowledge whether it was counted. At least Kafka's retention.
   */
  @WithDefault("30d")
  Duration oldest();

  /** The pause after a first failure; doubles from failure to failure. */
  @WithDefault("100ms")
  Duration retryAtFirst();

  /** The longest pause between two tries. */
  @WithDefault("5s")
  Duration retryAtMost();
}
