package io.doorward.token.propagation;

import io.doorward.token.database.Database;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Finds out which epoch changes have been given, by whichever replica. */
@ApplicationScoped
class Epochs {
  private static final String OF_TOKENS =
      """
      SELECT max(epoch) AS epoch, max(at) AS at,
             EXISTS (SELECT 1 FROM tokens.outbox
                      WHERE epoch IS NULL AND token_id = ANY($1)) AS pending
        FROM tokens.token_epoch WHERE token_id = ANY($1)
      """;

  private static final String NEWEST =
      "SELECT coalesce(max(id), 0) AS id FROM tokens.outbox WHERE epoch IS NULL";

  private static final String UP_TO =
      """
      SELECT last_epoch AS epoch, NULL::timestamptz AS at,
             EXISTS (SELECT 1 FROM tokens.outbox WHERE epoch IS NULL AND id <= $1) AS pending
        FROM tokens.relay_epoch
      """;

  /**
   * The row's own epoch; once the row has been sent everywhere and is gone, the newest there is. A
   * row that is not there has been given its epoch, as it had been committed.
   */
  private static final String OF_ROW =
      """
      SELECT coalesce(o.epoch, r.last_epoch) AS epoch, o.at,
             o.id IS NOT NULL AND o.epoch IS NULL AS pending
        FROM tokens.relay_epoch r LEFT JOIN tokens.outbox o ON o.id = $1
      """;

  private final Database database;

  @Inject
  Epochs(Database database) {
    this.database = database;
  }

  /** An epoch that covers the changes, and when the last of them was made if that is known. */
  record Given(long epoch, @Nullable Instant at) {}

  /** A question to be asked until it has an answer: empty while an epoch is missing. */
  interface Question {
    Uni<Optional<Given>> ask();
  }

  /** Fixes what has been committed by now; the question then costs one short statement. */
  Uni<Question> about(Changes changes) {
    if (changes instanceof Changes.OfTokens tokens) {
      UUID[] ids = tokens.ids().toArray(UUID[]::new);
      Question question = () -> ask(OF_TOKENS, Tuple.of(ids));
      return Uni.createFrom().item(question);
    }
    if (changes instanceof Changes.UpTo row) {
      Question question = () -> ask(OF_ROW, Tuple.of(row.outboxId()));
      return Uni.createFrom().item(question);
    }
    return database
        .connection(sql -> sql.query(NEWEST).execute())
        .map(rows -> rows.iterator().next().getLong("id"))
        .map(newest -> () -> ask(UP_TO, Tuple.of(newest)));
  }

  private Uni<Optional<Given>> ask(String question, Tuple about) {
    return database.connection(sql -> first(sql, question, about)).map(Epochs::read);
  }

  private static Uni<Row> first(SqlConnection sql, String question, Tuple about) {
    return sql.preparedQuery(question).execute(about).map(rows -> rows.iterator().next());
  }

  private static Optional<Given> read(Row row) {
    Long epoch = row.getLong("epoch");
    if (epoch == null || row.getBoolean("pending")) {
      return Optional.empty();
    }
    OffsetDateTime at = row.getOffsetDateTime("at");
    return Optional.of(new Given(epoch, at == null ? null : at.toInstant()));
  }
}
