package io.doorward.token.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("KFK-4")
class PathSenderTest {
  private static final RelayConfig CONFIG =
      new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(RelayConfig.class)
          .withDefaultValue("doorward.relay.retry-longest", "10ms")
          .build()
          .getConfigMapping(RelayConfig.class);

  private final Vertx vertx = Vertx.vertx();
  private final Context loop = vertx.getOrCreateContext();
  private final Noted store = new Noted();
  private final Sent path = new Sent();
  private final PathSender sender =
      new PathSender(
          path,
          store,
          CONFIG,
          vertx,
          work -> loop.runOnContext(any -> work.run()),
          Clock.systemUTC());

  @AfterEach
  void close() {
    vertx.close();
  }

  /** The relay's rows: everything up to any epoch is there, and no snapshot matters. */
  @SuppressWarnings("NullAway")
  private static final class Noted extends OutboxStore {
    private volatile long progress;
    private volatile boolean gone;
    private volatile int refused;

    Noted() {
      super(null, null);
    }

    @Override
    Uni<List<Change>> after(long epoch, int limit) {
      return Uni.createFrom()
          .item(
              LongStream.rangeClosed(epoch + 1, epoch + 3)
                  .mapToObj(n -> new Change(n, null, null, "{}"))
                  .toList());
    }

    @Override
    Uni<Long> progress(String path) {
      return Uni.createFrom().item(progress);
    }

    @Override
    Uni<Void> progress(String path, long epoch) {
      if (gone) {
        refused++;
        return Uni.createFrom().failure(new IllegalStateException("the database is gone"));
      }
      progress = Math.max(progress, epoch);
      return Uni.createFrom().voidItem();
    }
  }

  private static final class Sent implements Path {
    private final List<List<Long>> batches = new CopyOnWriteArrayList<>();
    private volatile CompletableFuture<Void> acceptance = CompletableFuture.completedFuture(null);

    @Override
    public String name() {
      return "test";
    }

    @Override
    public Uni<Void> send(List<Change> changes) {
      batches.add(changes.stream().map(Change::epoch).toList());
      return Uni.createFrom().completionStage(acceptance);
    }

    @Override
    public Uni<Void> heartbeat(long epoch, String json) {
      return Uni.createFrom().voidItem();
    }

    @Override
    public Duration heartbeatEvery() {
      return Duration.ofSeconds(1);
    }
  }

  private void upTo(long epoch) {
    loop.runOnContext(any -> sender.upTo(epoch));
  }

  @Test
  void whatWasAcceptedIsNotSentAgainBecauseItCouldNotBeNoted() {
    store.gone = true;
    upTo(3);
    await().until(() -> store.refused >= 3);
    upTo(6);
    await().until(() -> path.batches.size() == 2);
    store.gone = false;
    await().until(() -> store.progress == 6);
    assertThat(path.batches).containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 6L));
  }

  @Test
  void aBatchUnderWayWhenTheLeadershipIsLostAndWonAgainIsNotSentTwice() {
    path.acceptance = new CompletableFuture<>();
    upTo(3);
    await().until(() -> path.batches.size() == 1);
    loop.runOnContext(any -> sender.stop());
    upTo(6);
    path.acceptance.complete(null);
    await().until(() -> store.progress == 6);
    assertThat(path.batches).containsExactly(List.of(1L, 2L, 3L), List.of(4L, 5L, 6L));
  }

  @Test
  void whatAnotherReplicaHasSentMeanwhileIsNotSentAgain() {
    path.acceptance = new CompletableFuture<>();
    upTo(3);
    await().until(() -> path.batches.size() == 1);
    loop.runOnContext(any -> sender.stop());
    store.progress = 9;
    upTo(12);
    path.acceptance.complete(null);
    await().until(() -> store.progress == 12);
    assertThat(path.batches).containsExactly(List.of(1L, 2L, 3L), List.of(10L, 11L, 12L));
  }

  @Test
  void aBatchThatWasNotAcceptedIsSentAgainAsItWas() {
    path.acceptance = CompletableFuture.failedFuture(new IllegalStateException("not accepted"));
    upTo(3);
    await().until(() -> path.batches.size() >= 2);
    path.acceptance = CompletableFuture.completedFuture(null);
    await().until(() -> store.progress == 3);
    assertThat(path.batches).allMatch(List.of(1L, 2L, 3L)::equals);
  }
}
