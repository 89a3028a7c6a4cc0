package io.doorward.gateway.usage;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.gateway.InstanceConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Starts and stops the publisher with its thread. */
@Singleton
public class UsagePublishing {
  private static final long STOP_MILLIS = 15_000;

  private final UsageQueue queue;
  private final Drops drops;
  private final UsageMetrics metrics;
  private final UsageConfig config;
  private final SpoolConfig spoolConfig;
  private final InstanceConfig instance;
  private final Ticker ticker;
  private final String bootstrap;
  private @Nullable UsagePublisher publisher;
  private @Nullable Thread thread;

  @Inject
  UsagePublishing(
      UsageQueue queue,
      Drops drops,
      UsageMetrics metrics,
      UsageConfig config,
      SpoolConfig spoolConfig,
      InstanceConfig instance,
      Ticker ticker,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "127.0.0.1:29092")
          String bootstrap) {
    this.queue = queue;
    this.drops = drops;
    this.metrics = metrics;
    this.config = config;
    this.spoolConfig = spoolConfig;
    this.instance = instance;
    this.ticker = ticker;
    this.bootstrap = bootstrap;
  }

  /** Starts publishing, with what an earlier run has left in the spool first. */
  public void start() {
    Path directory = Path.of(spoolConfig.directory(), instance.instanceId());
    try {
      Spool spool =
          Spool.open(
              directory, config.spoolSize().asLongValue(), config.segmentSize().asLongValue());
      Broker broker = new KafkaBroker(bootstrap, config.delivery());
      UsagePublisher started =
          new UsagePublisher(queue, broker, spool, drops, metrics, config, ticker);
      Thread running = new Thread(started, "usage-events");
      running.start();
      publisher = started;
      thread = running;
    } catch (IOException e) {
      throw new UncheckedIOException("doorward.gateway.spool.directory: " + e.getMessage(), e);
    }
  }

  /** Delivers or spools everything recorded so far, then ends. Call when no request is left. */
  public void stop() {
    UsagePublisher stopping = publisher;
    Thread running = thread;
    if (stopping == null || running == null) {
      return;
    }
    stopping.stop();
    try {
      running.join(STOP_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
