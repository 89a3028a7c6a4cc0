package io.doorward.token.lifecycle.schedule;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;

/** What people have been told of, so that they are told once, whichever replica does it. */
@ApplicationScoped
class Notices {
  private static final String ADD =
      """
      INSERT INTO tokens.rotation_notice AS n (token_id, kind, at) VALUES ($1, $2, $3)
      ON CONFLICT (token_id, kind) DO UPDATE SET at = excluded.at
        WHERE n.kind = 'failed' AND n.at <= excluded.at - interval '1 day'
      """;

  /** What there is to tell. */
  enum Kind {
    /** A rotation is near. */
    DUE("token.rotation_due"),
    /** It could not be done; told once a day. */
    FAILED("token.rotation_failed"),
    /** The new secret should have been collected by now. */
    UNCOLLECTED("token.successor_uncollected"),
    /** The old secret is about to end, and nobody has collected the new one. */
    ENDING("token.successor_uncollected"),
    /** Somebody asked for a new secret that another had collected. */
    ASKED_AGAIN("token.successor_asked_again");

    private final String action;

    Kind(String action) {
      this.action = action;
    }

    String action() {
      return action;
    }

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Notes that people are told in this transaction; {@code false} if they were already. */
  Uni<Boolean> first(SqlConnection sql, UUID token, Kind kind, Instant now) {
    return sql.preparedQuery(ADD)
        .execute(Tuple.of(token, kind.wireName(), now.atOffset(ZoneOffset.UTC)))
        .map(rows -> rows.rowCount() == 1);
  }
}
