package io.doorward.token.lifecycle.rotate;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.page.Paging;
import io.doorward.token.directory.page.Slice;
import io.doorward.token.store.Activity;
import io.doorward.token.store.ActivityStore;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which old secrets are still in use, latest rotation first. */
@ApplicationScoped
class RetiredTokens {
  /**
   * Those of the tokens looked at that are in use; and, if there are more tokens, the last one
   * looked at, from which the next page goes on.
   */
  private static final String PAGE =
      """
      WITH looked AS MATERIALIZED (
        SELECT id, owner_id, rotated_at, overlap_until, revoked_at, expires_at FROM tokens.token t
         WHERE t.organization_id = $1 AND t.rotated_at IS NOT NULL AND t.rotated_at > $7
           AND (t.rotated_at, t.id) < (coalesce($4::timestamptz, 'infinity'), $5::uuid)
         ORDER BY t.rotated_at DESC, t.id DESC LIMIT $8),
      used AS (
        SELECT t.id, t.rotated_at FROM looked t JOIN tokens.token_activity a ON a.token_id = t.id
         WHERE ($2::text IS NULL OR t.owner_id = $2) AND %s
         ORDER BY t.rotated_at DESC, t.id DESC LIMIT $6)
      SELECT id, rotated_at, true AS used FROM used
      UNION ALL
      (SELECT id, rotated_at, false FROM looked
        WHERE (SELECT count(*) FROM looked) = $8 ORDER BY rotated_at, id LIMIT 1)
      ORDER BY used DESC, rotated_at DESC, id DESC
      """;

  /** Tokens that a page looks at, as in every list. */
  private static final int LOOKED_AT = 2_000;

  private static final UUID FIRST = new UUID(-1, -1);

  private final Database database;
  private final TokenStore tokens;
  private final ActivityStore activity;
  private final Paging paging;
  private final Clock clock;

  @Inject
  RetiredTokens(
      Database database, TokenStore tokens, ActivityStore activity, Paging paging, Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.activity = activity;
    this.paging = paging;
    this.clock = clock;
  }

  Uni<RetiredList> page(
      Principal principal, RetiredUse use, @Nullable String limit, @Nullable String cursor) {
    String list = "retired-tokens/" + use.wireName();
    Slice slice = paging.slice(principal.organizationId(), list, limit, cursor);
    Instant now = clock.instant();
    return database.inOrderOfIndices(
        sql ->
            look(sql, principal, use, slice, now)
                .chain(
                    look ->
                        read(sql, look.used(), now)
                            .map(
                                found ->
                                    new RetiredList(
                                        paging.shown(slice, found), next(slice, found, look)))));
  }

  private @Nullable String next(Slice slice, List<RetiredToken> found, Look look) {
    String next = paging.next(slice, found, r -> new Place(r.rotatedAt(), r.id()).key());
    Place last = look.last();
    return next != null || last == null ? next : paging.behind(slice, last.key());
  }

  /**
   * What a page found.
   *
   * @param last the last token looked at, if there may be more
   */
  private record Look(List<UUID> used, @Nullable Place last) {
    static Look of(RowSet<Row> rows) {
      List<UUID> used = new ArrayList<>();
      Place last = null;
      for (Row row : rows) {
        if (row.getBoolean("used")) {
          used.add(row.getUUID("id"));
        } else {
          last = new Place(row.getOffsetDateTime("rotated_at").toInstant(), row.getUUID("id"));
        }
      }
      return new Look(used, last);
    }
  }

  private static Uni<Look> look(
      SqlConnection sql, Principal principal, RetiredUse use, Slice slice, Instant now) {
    Place after = Place.of(slice.after());
    return sql.preparedQuery(PAGE.formatted(use.condition()))
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  principal.organizationId(),
                  principal.administers() ? null : principal.subject(),
                  now.atOffset(ZoneOffset.UTC),
                  after == null ? null : after.rotatedAt().atOffset(ZoneOffset.UTC),
                  after == null ? FIRST : after.id(),
                  slice.fetch(),
                  use.since(now).atOffset(ZoneOffset.UTC),
                  LOOKED_AT
                }))
        .map(Look::of);
  }

  private Uni<List<RetiredToken>> read(SqlConnection sql, List<UUID> ids, Instant now) {
    return tokens
        .findAll(sql, ids)
        .chain(found -> activity.of(sql, ids).map(uses -> views(ids, found, uses, now)));
  }

  private static List<RetiredToken> views(
      List<UUID> ids, List<StoredToken> found, Map<UUID, Activity> uses, Instant now) {
    Map<UUID, StoredToken> byId =
        found.stream().collect(Collectors.toMap(StoredToken::id, Function.identity()));
    return ids.stream()
        .map(byId::get)
        .flatMap(token -> RetiredToken.of(token, uses.get(token.id()), now).stream())
        .toList();
  }

  /** Where a page begins. */
  private record Place(Instant rotatedAt, UUID id) {
    String key() {
      return rotatedAt + "/" + id;
    }

    static @Nullable Place of(String after) {
      if (after.isEmpty()) {
        return null;
      }
      try {
        int slash = after.indexOf('/');
        return new Place(
            Instant.parse(after.substring(0, slash)), UUID.fromString(after.substring(slash + 1)));
      } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw ProblemException.of(ErrorCode.INVALID_CURSOR, "Begin anew without a cursor.");
      }
    }
  }
}
