package io.doorward.token.secret;

import io.doorward.contract.token.ForeignSecret;
import io.doorward.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import io.vertx.mutiny.core.WorkerExecutor;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.crypto.DataLengthException;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * Compares keys with the bcrypt hashes that another system kept, off the event loops and a few at a
 * time: each comparison is made to be slow, and must not be a way to use up the processors.
 */
@ApplicationScoped
public class SlowHashes {
  /** What bcrypt sees of a key; of a longer one it would accept any ending. */
  private static final int BCRYPT_BYTES = 72;

  private final Clock clock;
  private final WorkerExecutor workers;
  private final int most;
  private final AtomicInteger underWay = new AtomicInteger();

  @Inject
  SlowHashes(Vertx vertx, ImportedKeysConfig config, Clock clock) {
    this.clock = clock;
    this.workers = vertx.createSharedWorkerExecutor("slow-hashes", config.comparisons());
    this.most = config.comparisons() + config.waiting();
  }

  @PreDestroy
  void close() {
    workers.closeAndForget();
  }

  /**
   * The first of the hashes that was made of the key. Fails with {@code dependency_unavailable} if
   * too many wait already, or if not all of them have been compared by the deadline: nobody waits
   * for it then, and it is not known whether one would fit.
   */
  public Uni<Optional<String>> match(ForeignSecret key, List<String> hashes, Instant deadline) {
    byte[] bytes = key.reveal().getBytes(StandardCharsets.US_ASCII);
    if (bytes.length > BCRYPT_BYTES || hashes.isEmpty()) {
      return Uni.createFrom().item(Optional.empty());
    }
    if (underWay.incrementAndGet() > most) {
      underWay.decrementAndGet();
      return Uni.createFrom().failure(ProblemException.unavailable("The check of imported keys"));
    }
    return workers.executeBlocking(() -> first(hashes, bytes, deadline), false);
  }

  /** Counts as under way until it is over, whether anybody still waits for it or not. */
  private Optional<String> first(List<String> hashes, byte[] key, Instant deadline) {
    try {
      for (String hash : hashes) {
        if (!clock.instant().isBefore(deadline)) {
          throw ProblemException.unavailable("The check of imported keys");
        }
        if (fits(hash, key)) {
          return Optional.of(hash);
        }
      }
      return Optional.empty();
    } finally {
      underWay.decrementAndGet();
    }
  }

  /** A hash that is none spoils no other. */
  private static boolean fits(String hash, byte[] key) {
    try {
      return OpenBSDBCrypt.checkPassword(hash, key);
    } catch (IllegalArgumentException | DataLengthException e) {
      return false;
    }
  }
}
