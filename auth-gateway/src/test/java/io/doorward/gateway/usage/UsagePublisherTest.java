package io.doorward.gateway.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.gateway.InstanceConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("KFK-4")
@Tag("U1")
class UsagePublisherTest {
  @TempDir Path directory;
  private final AtomicLong nanos = new AtomicLong();
  private final Ticker ticker = nanos::get;
  private final UsageConfig config =
      new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(UsageConfig.class)
          .withDefaultValue("doorward.gateway.usage.queue", "50")
          .build()
          .getConfigMapping(UsageConfig.class);
  private final UsageMetrics metrics = new UsageMetrics(new SimpleMeterRegistry());
  private final Drops drops = new Drops(metrics, ticker);
  private final UsageQueue queue = new UsageQueue(config, drops, metrics);
  private final UsageLog log = new UsageLog(queue, named("gateway-7"));
  private final FakeBroker broker = new FakeBroker();
  private Thread thread;
  private UsagePublisher publisher;

  private static InstanceConfig named(String name) {
    return () -> name;
  }

  private enum Mood {
    TAKES,
    REFUSES,
    IS_SILENT,
    FAILS_ONCE
  }

  private static final class FakeBroker implements Broker {
    private volatile Mood mood = Mood.TAKES;
    private final List<String> arrived = new ArrayList<>();
    private final Queue<Receipt> silent = new ConcurrentLinkedQueue<>();

    @Override
    public void send(Outgoing event, Receipt receipt) {
      switch (mood) {
        case TAKES -> {
          synchronized (arrived) {
            arrived.add(new String(event.value(), StandardCharsets.UTF_8));
          }
          receipt.settle(true);
        }
        case REFUSES -> receipt.settle(false);
        case FAILS_ONCE -> {
          mood = Mood.TAKES;
          throw new IllegalStateException("once");
        }
        case IS_SILENT -> silent.add(receipt);
      }
    }

    @Override
    public void close(Duration wait) {
      silent.forEach(receipt -> receipt.settle(false));
    }

    int count() {
      synchronized (arrived) {
        return arrived.size();
      }
    }

    List<Long> numbers() {
      synchronized (arrived) {
        return arrived.stream()
            .map(json -> Long.valueOf(json.replaceAll(".*\"sequence\":(\\d+).*", "$1")))
            .toList();
      }
    }
  }

  @BeforeEach
  void start() throws IOException {
    publisher =
        new UsagePublisher(
            queue, broker, Spool.open(directory, 1 << 20, 1 << 12), drops, metrics, config, ticker);
    thread = new Thread(publisher);
    thread.start();
  }

  private void record(int count) {
    for (int i = 0; i < count; i++) {
      log.record(new UsageEntry(Instant.EPOCH, "id", "GET", "/p", "127.0.0.1", null));
    }
  }

  private void stop() throws InterruptedException {
    publisher.stop();
    thread.join();
  }

  @Test
  void eventsArriveOnceAndInTheirOrder() throws InterruptedException {
    record(30);
    stop();
    assertThat(broker.numbers()).containsExactlyElementsOf(range(0, 30));
  }

  private static List<Long> range(long from, long to) {
    return java.util.stream.LongStream.range(from, to).boxed().toList();
  }

  @Test
  void whatTheBrokerRefusesIsSpooledAndReplayedInOrderWhenItIsBack() throws InterruptedException {
    broker.mood = Mood.REFUSES;
    record(20);
    await().until(() -> metrics.spooled.count() == 20);
    record(10);
    await().until(() -> metrics.spooled.count() == 30);
    broker.mood = Mood.TAKES;
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    await().until(() -> broker.count() == 30);
    assertThat(broker.numbers()).containsExactlyElementsOf(range(0, 30));
    record(1);
    await().until(() -> broker.count() == 31);
    stop();
    assertThat(metrics.dropped.count()).isZero();
  }

  @Test
  void aSilentBrokerIsNotWaitedFor() throws InterruptedException {
    broker.mood = Mood.IS_SILENT;
    record(5);
    await().until(() -> broker.silent.size() == 5);
    nanos.addAndGet(Duration.ofSeconds(3).toNanos());
    record(5);
    await().until(() -> metrics.spooled.count() == 5);
    stop();
    assertThat(metrics.spooled.count()).isEqualTo(10);
  }

  @Test
  void whatIsLeftAtTheEndIsSentByTheNextRun() throws Exception {
    broker.mood = Mood.REFUSES;
    record(25);
    stop();
    assertThat(broker.count()).isZero();
    broker.mood = Mood.TAKES;
    start();
    await().until(() -> broker.count() == 25);
    stop();
    assertThat(broker.numbers()).containsExactlyElementsOf(range(0, 25));
  }

  @Test
  void onlyWhatExceedsTheBoundIsDroppedAndItsNumberLeavesAGap() throws Exception {
    stop();
    record(60);
    assertThat(metrics.dropped.count()).isEqualTo(10);
    start();
    await().until(() -> broker.count() == 50);
    record(1);
    await().until(() -> broker.count() == 51);
    assertThat(broker.numbers()).endsWith(60L);
    stop();
  }

  @Test
  void anEventThatCannotBePassedOnIsCountedAndTakesNoOtherWithIt() throws Exception {
    stop();
    broker.mood = Mood.FAILS_ONCE;
    record(10);
    start();
    stop();
    assertThat(broker.numbers()).containsExactlyElementsOf(range(1, 10));
    assertThat(metrics.dropped.count()).isEqualTo(1);
  }

  @Test
  void theMethodOfAnEventIsBounded() throws InterruptedException {
    log.record(new UsageEntry(Instant.EPOCH, "id", "A".repeat(5_000), "/p", "127.0.0.1", null));
    stop();
    assertThat(broker.arrived.get(0)).contains("\"" + "A".repeat(32) + "\"");
  }
}
