package io.doorward.usage.query;

import io.doorward.usage.completeness.SequenceRun;
import io.doorward.usage.rollup.Totals;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables as queries see them. Each query fails as {@link Reachability} says. */
@ApplicationScoped
class UsageTables {
  private final Pool database;

  UsageTables(Pool database) {
    this.database = database;
  }

  /** Requests of one token that ended alike. */
  record Row(
      @Nullable UUID token,
      int status,
      @Nullable String refusal,
      long requests,
      long bytesIn,
      long bytesOut,
      Instant lastAt) {
    void addTo(Totals totals) {
      totals.add(status, refusal, requests, bytesIn, bytesOut, lastAt);
    }
  }

  /** The organization of a token, if the viewer may see the token's figures. */
  Uni<Optional<UUID>> organizationOf(Viewer viewer, UUID token) {
    return ask(
            Statements.ORGANIZATION_OF_TOKEN,
            Tuple.of(token, viewer.organization(), viewer.organizationId(), viewer.ownOnly()))
        .map(rows -> ids(rows).stream().findFirst());
  }

  /** The ids under which the viewer's organization is known. */
  Uni<List<UUID>> organizations(Viewer viewer) {
    UUID known = viewer.organizationId();
    if (known != null) {
      return Uni.createFrom().item(List.of(known));
    }
    return ask(Statements.ORGANIZATIONS, Tuple.of(viewer.organization())).map(UsageTables::ids);
  }

  /** Figures by token, status and reason. */
  Uni<List<Row>> usage(Subject subject, Period period) {
    Tuple parameters =
        Tuple.tuple()
            .addArrayOfUUID(subject.organizations().toArray(UUID[]::new))
            .addUUID(subject.token())
            .addString(subject.owner());
    for (Period part : List.of(period.head(), period.wholeMinutes(), period.tail())) {
      parameters.addOffsetDateTime(utc(part.from())).addOffsetDateTime(utc(part.to()));
    }
    return ask(Statements.USAGE, parameters)
        .map(
            rows -> {
              List<Row> found = new ArrayList<>();
              rows.forEach(row -> found.add(row(row)));
              return found;
            });
  }

  /** Events of the period that have not arrived, over all gateways. */
  Uni<Long> missing(Period period) {
    return ask(Statements.SEQUENCES, Tuple.of(utc(period.from()), utc(period.to())))
        .map(
            rows -> {
              long missing = 0;
              for (var row : rows) {
                missing += run(row).missing();
              }
              return missing;
            });
  }

  private Uni<RowSet<io.vertx.mutiny.sqlclient.Row>> ask(String sql, Tuple parameters) {
    return Reachability.of(database.preparedQuery(sql).execute(parameters));
  }

  private static SequenceRun run(io.vertx.mutiny.sqlclient.Row row) {
    return new SequenceRun(
        row.getLong("first_block"),
        row.getLong("last_block"),
        row.getLong("received"),
        row.getLong("highest"),
        row.getBoolean("topmost"));
  }

  private static Row row(io.vertx.mutiny.sqlclient.Row row) {
    return new Row(
        row.getUUID("token_id"),
        row.getInteger("status"),
        row.getString("refusal"),
        row.getLong("requests"),
        row.getLong("bytes_in"),
        row.getLong("bytes_out"),
        row.getOffsetDateTime("last_at").toInstant());
  }

  private static List<UUID> ids(RowSet<io.vertx.mutiny.sqlclient.Row> rows) {
    List<UUID> ids = new ArrayList<>();
    rows.forEach(row -> ids.add(row.getUUID("organization_id")));
    return ids;
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
