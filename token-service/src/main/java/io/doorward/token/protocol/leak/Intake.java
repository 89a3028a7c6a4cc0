package io.doorward.token.protocol.leak;

import io.doorward.contract.token.LookupKey;
import io.doorward.token.database.Database;
import io.doorward.token.secret.Recognizer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Takes reports down. What is not well-formed is left out: it cannot be a token. */
@ApplicationScoped
class Intake {
  private final Database database;
  private final LeakStore store;
  private final Recognizer recognizer;
  private final LeakWorker worker;
  private final Clock clock;

  @Inject
  Intake(
      Database database, LeakStore store, Recognizer recognizer, LeakWorker worker, Clock clock) {
    this.database = database;
    this.store = store;
    this.recognizer = recognizer;
    this.worker = worker;
    this.clock = clock;
  }

  /** The report, if the string can be a token at all. */
  Optional<Report> report(
      Report.Reporter reporter, @Nullable String token, @Nullable String url, String requestId) {
    List<LookupKey> lookups = token == null ? List.of() : recognizer.lookups(token);
    return lookups.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Report(
                reporter,
                lookups,
                FoundAt.of(url).map(recognizer::redact).orElse(null),
                requestId));
  }

  /** Keeps the report; completes once it is sure to be dealt with. */
  Uni<Void> take(Optional<Report> report) {
    return database
        .transaction(sql -> store.add(sql, report.stream().toList(), now()))
        .invoke(worker::wake);
  }

  /**
   * Keeps the reports of a signed delivery.
   *
   * @return whether they are new; {@code false} if the same delivery has been taken before
   */
  Uni<Boolean> take(byte[] delivery, List<Report> reports) {
    Instant now = now();
    return database
        .transaction(
            sql ->
                store
                    .first(sql, sha256(delivery), now)
                    .call(
                        first ->
                            first ? store.add(sql, reports, now) : Uni.createFrom().voidItem()))
        .invoke(worker::wake);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  private static byte[] sha256(byte[] delivery) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(delivery);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
