package io.doorward.gateway.snapshot;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenFormat;
import io.doorward.gateway.ImportedKeysConfig;
import io.doorward.gateway.snapshot.SnapshotAnswer.Level;
import io.doorward.gateway.support.Fixtures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T3")
class ImportedKeysTest {
  private static final ImportedKeysConfig CONFIG =
      new SmallRyeConfigBuilder()
          .addDiscoveredConverters()
          .withMapping(ImportedKeysConfig.class)
          .build()
          .getConfigMapping(ImportedKeysConfig.class);

  private final Peppers peppers =
      Peppers.of("p1", Map.of("p1", Fixtures.CREATED.toString().repeat(2).getBytes(UTF_8)));
  private final ForeignSecret key =
      ForeignSecret.read(TokenFormat.standard(), "legacy_key_of_another_system").orElseThrow();
  private final LookupKey lookup = peppers.importedCandidates(key.sha256()).get(0);
  private final TokenSnapshot token = Fixtures.token(lookup).build();
  private final AtomicLong nanos = new AtomicLong();
  private final FreshnessLease lease = new FreshnessLease(FreshnessLeaseTest.CONFIG, nanos::get);
  private final SnapshotCache cache = new SnapshotCache(FreshnessLeaseTest.CONFIG, nanos::get);
  private Future<Optional<TokenSnapshot>> byHash = Future.succeededFuture(Optional.empty());
  private Future<Optional<TokenSnapshot>> compared = Future.succeededFuture(Optional.empty());

  private final ImportedKeys keys =
      new ImportedKeys(
          peppers,
          new Snapshots(
              cache,
              lease,
              any -> Future.succeededFuture(Optional.empty()),
              any -> byHash,
              new SnapshotMetrics(new SimpleMeterRegistry(), cache, lease),
              FreshnessLeaseTest.CONFIG,
              nanos::get),
          cache,
          lease,
          any -> compared,
          new GuessBudget(CONFIG, nanos::get),
          CONFIG,
          nanos::get);

  private Future<SnapshotAnswer> find() {
    return keys.find(key, "198.51.100.1");
  }

  private TokenSnapshot revoked() {
    return Fixtures.token(lookup)
        .id(token.tokenId())
        .version(2)
        .revokedAt(Fixtures.CREATED)
        .build();
  }

  @Test
  @Tag("REV-5")
  void aKeyThatIsTakenOverWorksAtOnceThoughItWasUnknownJustNow() {
    lease.heartbeat(FeedPath.KAFKA, 7);
    assertThat(find().result()).isInstanceOf(SnapshotAnswer.Unknown.class);
    byHash = Future.succeededFuture(Optional.of(token));
    assertThat(find().result()).as("remembered").isInstanceOf(SnapshotAnswer.Unknown.class);
    cache.apply(token, lease.generation(), nanos.get());
    assertThat(find().result()).isEqualTo(new SnapshotAnswer.Known(token, Level.SERVICE));
  }

  @Test
  @Tag("REV-4")
  void whoAsksInALaterGenerationIsNotGivenAnAnswerToAnEarlierQuestion() {
    lease.heartbeat(FeedPath.KAFKA, 7);
    Promise<Optional<TokenSnapshot>> slow = Promise.promise();
    compared = slow.future();
    find();
    lease.heartbeat(FeedPath.KAFKA, 20);
    lease.heartbeat(FeedPath.KAFKA, 20);
    compared = Future.succeededFuture(Optional.of(revoked()));
    assertThat(find().result()).isEqualTo(new SnapshotAnswer.Known(revoked(), Level.SERVICE));
    slow.complete(Optional.of(token));
  }
}
