package io.doorward.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.TokenFormat;
import io.doorward.kit.problem.ProblemException;
import io.vertx.mutiny.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("T3")
@Tag("DOS-1")
class SlowHashesTest {
  private static final Instant BEGUN = Instant.parse("2026-01-01T00:00:00Z");

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger looks = new AtomicInteger();
  private final SlowHashes slow =
      new SlowHashes(vertx, SlowHashesSettings.usual(), new ASecondEachLook());
  private final String key = "acme_" + UUID.randomUUID();

  @AfterEach
  void close() {
    slow.close();
    vertx.closeAndAwait();
  }

  @Test
  void whatFitsInTimeIsFound() {
    String hash = hash(key);
    assertThat(match(List.of(hash("other"), hash), 5)).contains(hash);
    assertThat(match(List.of(hash("other")), 9)).isEmpty();
  }

  @Test
  void whatIsNotComparedByTheDeadlineIsNeitherComparedNorSaidToBeUnknown() {
    List<String> hashes = List.of(hash("a"), hash("b"), hash("c"), hash(key));
    assertThatThrownBy(() -> match(hashes, 3)).isInstanceOf(ProblemException.class);
    assertThat(looks).hasValue(3);
  }

  private Optional<String> match(List<String> hashes, int seconds) {
    return slow.match(
            ForeignSecret.read(TokenFormat.standard(), key).orElseThrow(),
            hashes,
            BEGUN.plusSeconds(seconds))
        .await()
        .atMost(Duration.ofSeconds(30));
  }

  private static String hash(String of) {
    return OpenBSDBCrypt.generate("2b", of.getBytes(StandardCharsets.US_ASCII), new byte[16], 4);
  }

  private final class ASecondEachLook extends Clock {
    @Override
    public Instant instant() {
      return BEGUN.plusSeconds(looks.incrementAndGet());
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
