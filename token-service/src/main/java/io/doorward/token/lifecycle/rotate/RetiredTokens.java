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
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Which old secrets are still in use, latest rotation first. */
@ApplicationScoped
class RetiredTokens {
  private static final String PAGE =
      """
      SELECT t.id FROM tokens.token t JOIN tokens.token_activity a ON a.token_id = t.id
       WHERE t.organization_id = $1 AND ($2::text IS NULL OR t.owner_id = $2)
         AND t.rotated_at IS NOT NULL
         AND ($4::timestamptz IS NULL OR (t.rotated_at, t.id) < ($4, $5)) AND %s
       ORDER BY t.rotated_at DESC, t.id DESC LIMIT $6
      """;

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
    return database.connection(
        sql ->
            ids(sql, principal, use, slice, now)
                .chain(ids -> read(sql, ids, now))
                .map(
                    found ->
                        new RetiredList(
                            paging.shown(slice, found),
                            paging.next(slice, found, r -> r.rotatedAt() + "/" + r.id()))));
  }

  private static Uni<List<UUID>> ids(
      SqlConnection sql, Principal principal, RetiredUse use, Slice slice, Instant now) {
    Place after = Place.of(slice.after());
    return sql.preparedQuery(PAGE.formatted(use.condition()))
        .execute(
            Tuple.from(
                new @Nullable Object[] {
                  principal.organizationId(),
                  principal.administers() ? null : principal.subject(),
                  now.atOffset(ZoneOffset.UTC),
                  after == null ? null : after.rotatedAt(),
                  after == null ? null : after.id(),
                  slice.fetch()
                }))
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID("id"))
                    .toList());
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
  private record Place(OffsetDateTime rotatedAt, UUID id) {
    static @Nullable Place of(String after) {
      if (after.isEmpty()) {
        return null;
      }
      try {
        int slash = after.indexOf('/');
        return new Place(
            OffsetDateTime.parse(after.substring(0, slash)),
            UUID.fromString(after.substring(slash + 1)));
      } catch (DateTimeException | IllegalArgumentException | IndexOutOfBoundsException e) {
        throw ProblemException.of(ErrorCode.INVALID_CURSOR, "Begin anew without a cursor.");
      }
    }
  }
}
