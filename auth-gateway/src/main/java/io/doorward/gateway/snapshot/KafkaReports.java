package io.doorward.gateway.snapshot;

import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.GatewayReport;
import io.doorward.contract.json.ContractJson;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Reports over Kafka, on a thread of its own because the client waits for the broker. A report that
 * is not delivered within seconds is dropped: by then there are later ones.
 */
@Singleton
class KafkaReports implements Runnable {
  private static final Logger LOG = Logger.getLogger(KafkaReports.class);
  private static final long EVERY_MILLIS = 1_000;

  /** Between two reports: a burst of changes is told of once. */
  private static final long REST_MILLIS = 5;

  private static final long JOIN_MILLIS = 2_000;
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final FreshnessLease lease;
  private final OwnReport own;
  private final String bootstrap;
  private final Thread thread = new Thread(this, "gateway-reports");
  private final Semaphore calls = new Semaphore(0);
  private final Promise<Void> first = Promise.promise();
  private final CountDownLatch leaving = new CountDownLatch(1);

  @Inject
  KafkaReports(
      FreshnessLease lease,
      OwnReport own,
      @ConfigProperty(name = "kafka.bootstrap.servers", defaultValue = "127.0.0.1:29092")
          String bootstrap) {
    this.lease = lease;
    this.own = own;
    this.bootstrap = bootstrap;
  }

  /** Begins to report; completes when the first report is there. */
  Future<Void> start() {
    thread.setDaemon(true);
    thread.start();
    return first.future();
  }

  /** The epoch has grown: from any thread, without waiting. */
  void soon() {
    calls.release();
  }

  /** Says goodbye and ends, within a bounded time. */
  void leave() throws InterruptedException {
    leaving.countDown();
    calls.release();
    thread.join(JOIN_MILLIS);
  }

  @Override
  public void run() {
    try {
      while (leaving.getCount() > 0) {
        try (Sender sender = new Sender()) {
          report(sender);
        } catch (KafkaException e) {
          // such as a broker whose name is unknown; the other way goes on
          LOG.warnf("this gateway cannot report over Kafka: %s", e.getMessage());
          pause(EVERY_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      LOG.debug("told to end");
    }
  }

  private void report(Sender sender) throws InterruptedException {
    while (leaving.getCount() > 0) {
      long told = sender.send(own.next(false));
      pause(REST_MILLIS);
      calls.drainPermits();
      if (told == lease.appliedEpoch()) {
        var unused = calls.tryAcquire(EVERY_MILLIS, TimeUnit.MILLISECONDS);
      }
    }
    sender.send(own.next(true));
  }

  private void pause(long millis) throws InterruptedException {
    var unused = leaving.await(millis, TimeUnit.MILLISECONDS);
  }

  private final class Sender implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrap,
                ProducerConfig.ACKS_CONFIG,
                "1",
                ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                false,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                1_048_576L,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                500,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                1_000,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                2_000,
                ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG,
                1_000),
            new StringSerializer(),
            new ByteArraySerializer());

    /** Tells the epoch that was reported. */
    long send(GatewayReport report) {
      var unused =
          producer.send(
              new ProducerRecord<>(
                  Topics.GATEWAY_REPORTS, report.instance(), ContractJson.write(report)),
              (metadata, error) -> {
                if (error == null) {
                  first.tryComplete();
                }
              });
      return report.epoch();
    }

    @Override
    public void close() {
      producer.close(CLOSE);
    }
  }
}
