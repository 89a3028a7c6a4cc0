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

/**
 * Reads so many links of an organization's chain, in pieces, and has each checked; and looks for
 * entries without a link among those whose ids lie between. The ranges of one call and the next
 * have the link between them in common, so that together they leave no id out.
 */
@ApplicationScoped
class ChainReader {
  private static final int PIECE = 500;

  private static final String HEAD =
      "SELECT seq, encode(hash, 'hex') AS hash FROM tokens.audit_head WHERE organization_id = $1";

  private static final String LINK =
      """
      SELECT entry_id, encode(hash, 'hex') AS link_hash FROM tokens.audit_link
       WHERE organization_id = $1 AND seq = $2
      """;

  private static final String LINKS =
      "SELECT l.entry_id, "
          + Entry.COLUMNS
          + " FROM tokens.audit_link l LEFT JOIN tokens.audit_log a ON a.id = l.entry_id"
          + " WHERE l.organization_id = $1 AND l.seq > $2 AND l.seq <= $3"
          + " ORDER BY l.seq LIMIT $4";

  /**
   * One look-up an entry: as a join it could be done by reading all links there are. The range is
   * one of the organization's index: the primary key has other organizations' ids between.
   */
  static final String UNLINKED =
      """
      SELECT a.id FROM tokens.audit_log a
       WHERE (a.organization_id, a.id) >= ($1, $2) AND (a.organization_id, a.id) <= ($1, $3)
         AND (SELECT l.seq FROM tokens.audit_link l
               WHERE l.entry_id = a.id AND l.organization_id = $1) IS NULL
       ORDER BY a.organization_id, a.id LIMIT 1
      """;

  private final Database database;

  @Inject
  ChainReader(Database database) {
    this.database = database;
  }

  /** Where the chain ends; what is added later is not looked at. */
  private record Head(long seq, @Nullable String hash) {}

  /** The walk of one call, with the ids of the entries it has met. */
  private static final class Course {
    final UUID organizationId;
    final ChainWalk walk;
    final Head head;
    final int limit;
    long lowest = Long.MAX_VALUE;
    long highest = Long.MIN_VALUE;

    Course(UUID organizationId, ChainWalk walk, Head head, int limit) {
      this.organizationId = organizationId;
      this.walk = walk;
      this.head = head;
      this.limit = limit;
    }

    void met(long entryId) {
      lowest = Math.min(lowest, entryId);
      highest = Math.max(highest, entryId);
    }

    /** Links that this call may look at still. */
    int left() {
      return (int) Math.min(PIECE, limit - walk.looked());
    }

    boolean more() {
      return !walk.stopped() && left() == 0 && walk.seq() < head.seq();
    }
  }

  /**
   * Verifies links.
   *
   * @param after where an earlier call ended; {@code null}: from the beginning
   * @param limit most of them
   */
  Uni<Verdict> verify(
      UUID organizationId,
      ChainWalk.@Nullable Anchor after,
      ChainWalk.@Nullable Anchor anchor,
      int limit) {
    ChainWalk walk = new ChainWalk(organizationId, after, anchor);
    ChainWalk.Anchor passed =
        anchor != null && after != null && anchor.seq() <= after.seq() ? anchor : null;
    return head(organizationId)
        .map(head -> new Course(organizationId, walk, head, limit))
        .call(course -> kept(course, passed, false))
        .call(course -> kept(course, after, true))
        .call(this::walk)
        .invoke(course -> end(course, after == null))
        .call(course -> walk.stopped() ? done() : unlinked(course))
        .map(course -> Verdict.of(walk, course.more()));
  }

  private static Uni<Void> done() {
    return Uni.createFrom().voidItem();
  }

  private static void end(Course course, boolean fromTheBeginning) {
    if (fromTheBeginning) {
      course.lowest = Long.MIN_VALUE;
    }
    if (!course.more()) {
      course.walk.end(course.head.seq(), course.head.hash());
      course.highest = Long.MAX_VALUE;
    }
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

  private Uni<Void> kept(Course course, ChainWalk.@Nullable Anchor known, boolean begins) {
    return known == null ? done() : link(course, known, begins);
  }

  private Uni<Void> link(Course course, ChainWalk.Anchor known, boolean begins) {
    return database
        .connection(
            sql -> sql.preparedQuery(LINK).execute(Tuple.of(course.organizationId, known.seq())))
        .invoke(
            rows -> {
              if (rows.size() == 0) {
                course.walk.gone(known);
                return;
              }
              Row link = rows.iterator().next();
              course.walk.kept(known, link.getLong("entry_id"), link.getString("link_hash"));
              if (begins) {
                course.met(link.getLong("entry_id"));
              }
            })
        .replaceWithVoid();
  }

  private Uni<Void> walk(Course course) {
    return course.walk.stopped()
        ? done()
        : Multi.createBy()
            .repeating()
            .uni(() -> piece(course))
            .until(read -> read < PIECE || course.walk.stopped())
            .onItem()
            .ignoreAsUni();
  }

  private Uni<Integer> piece(Course course) {
    int most = course.left();
    return most == 0
        ? Uni.createFrom().item(0)
        : database
            .inOrderOfIndices(
                sql ->
                    sql.preparedQuery(LINKS)
                        .execute(
                            Tuple.of(
                                course.organizationId, course.walk.seq(), course.head.seq(), most)))
            .map(rows -> take(course, rows));
  }

  private static int take(Course course, RowSet<Row> rows) {
    for (Row row : rows) {
      course.met(row.getLong("entry_id"));
      course.walk.next(
          row.getLong("seq"),
          row.getLong("entry_id"),
          row.getString("link_hash"),
          row.getLong("id") == null ? null : Entry.read(row));
    }
    return rows.size();
  }

  private Uni<Void> unlinked(Course course) {
    return database
        .inOrderOfIndices(
            sql ->
                sql.preparedQuery(UNLINKED)
                    .execute(Tuple.of(course.organizationId, course.lowest, course.highest)))
        .invoke(
            rows -> {
              if (rows.size() > 0) {
                course.walk.unlinked(rows.iterator().next().getLong("id"));
              }
            })
        .replaceWithVoid();
  }
}
