package io.doorward.token.trail;

import io.doorward.token.database.Database;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads an organization's chain in pieces and has each link checked. */
@ApplicationScoped
class ChainReader {
  private static final int PIECE = 500;

  private static final String HEAD =
      "SELECT seq, encode(hash, 'hex') AS hash FROM tokens.audit_head WHERE organization_id = $1";

  private static final String LINKS =
      "SELECT l.entry_id, "
          + Entry.COLUMNS
          + " FROM tokens.audit_link l LEFT JOIN tokens.audit_log a ON a.id = l.entry_id"
          + " WHERE l.organization_id = $1 AND l.seq > $2 AND l.seq <= $3"
          + " ORDER BY l.seq LIMIT $4";

  private static final String UNLINKED =
      """
      SELECT min(a.id) AS id FROM tokens.audit_log a
       WHERE a.organization_id = $1
         AND NOT EXISTS (SELECT 1 FROM tokens.audit_link l
                          WHERE l.entry_id = a.id AND l.organization_id = $1)
      """;

  private final Database database;

  @Inject
  ChainReader(Database database) {
    this.database = database;
  }

  /** Where the chain ends; what is added later is not looked at. */
  private record Head(long seq, @Nullable String hash) {}

  Uni<Verdict> verify(UUID organizationId, ChainWalk.@Nullable Anchor anchor) {
    ChainWalk walk = new ChainWalk(organizationId, anchor);
    return head(organizationId)
        .call(head -> walk(organizationId, walk, head))
        .invoke(head -> walk.end(head.seq(), head.hash()))
        .chain(() -> unlinked(organizationId, walk))
        .replaceWith(() -> Verdict.of(walk));
  }

  private Uni<Head> head(UUID organizationId) {
    return database
        .connection(sql -> sql.preparedQuery(HEAD).execute(Tuple.of(organizationId)))
        .map(
            rows ->
                rows.size() == 0
                    ? new Head(0, null)
                    : new Head(
                        rows.iterator().next().getLong("seq"),
                        rows.iterator().next().getString("hash")));
  }

  private Uni<Void> walk(UUID organizationId, ChainWalk walk, Head head) {
    return Multi.createBy()
        .repeating()
        .uni(() -> piece(organizationId, walk, head))
        .until(read -> read < PIECE || walk.stopped())
        .onItem()
        .ignoreAsUni();
  }

  private Uni<Integer> piece(UUID organizationId, ChainWalk walk, Head head) {
    return database
        .connection(
            sql ->
                sql.preparedQuery(LINKS)
                    .execute(Tuple.of(organizationId, walk.seq(), head.seq(), PIECE)))
        .map(rows -> take(walk, rows));
  }

  private static int take(ChainWalk walk, RowSet<Row> rows) {
    for (Row row : rows) {
      walk.next(
          row.getLong("seq"),
          row.getLong("entry_id"),
          row.getString("link_hash"),
          row.getLong("id") == null ? null : Entry.read(row));
    }
    return rows.size();
  }

  private Uni<Void> unlinked(UUID organizationId, ChainWalk walk) {
    return database
        .connection(sql -> sql.preparedQuery(UNLINKED).execute(Tuple.of(organizationId)))
        .invoke(
            rows -> {
              Long id = rows.iterator().next().getLong("id");
              if (id != null) {
                walk.unlinked(id);
              }
            })
        .replaceWithVoid();
  }
}
