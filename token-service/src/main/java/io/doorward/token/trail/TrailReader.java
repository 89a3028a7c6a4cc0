package io.doorward.token.trail;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.secret.Seal;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Reads entries of the principal's organization. */
@ApplicationScoped
class TrailReader {
  /** Entries read at once for an export. */
  static final int PIECE = 200;

  private final Database database;
  private final Seal seal;

  @Inject
  TrailReader(Database database, Seal seal) {
    this.database = database;
    this.seal = seal;
  }

  Uni<AuditPage> page(Principal principal, Filter filter, int limit, @Nullable String cursor) {
    UUID organizationId = principal.organizationId();
    String purpose = "audit/" + organizationId + "/" + filter;
    Long below = cursor == null ? null : below(purpose, cursor);
    // One more than asked for tells whether there is a next page.
    return read(filter.newestFirst(organizationId, below, limit + 1))
        .map(
            found -> {
              List<Entry> shown = found.subList(0, Math.min(limit, found.size()));
              String next =
                  found.size() > limit ? cursor(purpose, shown.get(limit - 1).id()) : null;
              return new AuditPage(shown.stream().map(AuditView::of).toList(), next);
            });
  }

  /** All of them, oldest first, in pieces that are read as they are asked for. */
  Multi<List<Entry>> all(Principal principal, Filter filter) {
    AtomicReference<@Nullable Long> last = new AtomicReference<>();
    return Multi.createBy()
        .repeating()
        .uni(() -> read(filter.oldestFirst(principal.organizationId(), last.get(), PIECE)))
        .whilst(
            piece -> {
              if (!piece.isEmpty()) {
                last.set(piece.get(piece.size() - 1).id());
              }
              return piece.size() == PIECE;
            });
  }

  private Uni<List<Entry>> read(Filter.Query query) {
    return database
        .inOrderOfIndices(sql -> sql.preparedQuery(query.sql()).execute(query.arguments()))
        .map(rows -> StreamSupport.stream(rows.spliterator(), false).map(Entry::read).toList());
  }

  private String cursor(String purpose, long id) {
    return seal.seal(purpose, ByteBuffer.allocate(Long.BYTES).putLong(id).array());
  }

  private Long below(String purpose, String cursor) {
    return seal.open(purpose, cursor)
        .filter(bytes -> bytes.length == Long.BYTES)
        .map(bytes -> ByteBuffer.wrap(bytes).getLong())
        .orElseThrow(
            () ->
                ProblemException.of(
                    ErrorCode.INVALID_CURSOR,
                    "Send nextCursor of the page before as it is, with the same filter; or begin"
                        + " anew without a cursor."));
  }
}
