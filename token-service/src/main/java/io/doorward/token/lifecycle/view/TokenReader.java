package io.doorward.token.lifecycle.view;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.store.Activity;
import io.doorward.token.store.ActivityStore;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.TokenFilter;
import io.doorward.token.store.TokenPage;
import io.doorward.token.store.TokenPage.Position;
import io.doorward.token.store.TokenPages;
import io.doorward.token.store.TokenSlice;
import io.doorward.token.store.TokenSort;
import io.doorward.token.store.TokenStore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads tokens as far as the principal may see them. */
@ApplicationScoped
class TokenReader {
  private final Database database;
  private final TokenStore tokens;
  private final ActivityStore activity;
  private final TokenPages pages;
  private final Cursors cursors;
  private final Clock clock;

  @Inject
  TokenReader(
      Database database,
      TokenStore tokens,
      ActivityStore activity,
      TokenPages pages,
      Cursors cursors,
      Clock clock) {
    this.database = database;
    this.tokens = tokens;
    this.activity = activity;
    this.pages = pages;
    this.cursors = cursors;
    this.clock = clock;
  }

  Uni<TokenView> one(Principal principal, UUID id) {
    return database.connection(
        sql ->
            tokens
                .find(sql, principal.organizationId(), id)
                .map(found -> found.filter(principal::sees).orElseThrow(ProblemException::notFound))
                .chain(
                    token ->
                        activity
                            .of(sql, List.of(id))
                            .map(uses -> TokenView.of(token, clock.instant(), uses.get(id)))));
  }

  Uni<TokenList> page(
      Principal principal, TokenFilter filter, TokenSort sort, int limit, @Nullable String cursor) {
    Instant now = clock.instant();
    Position after = cursor == null ? null : position(principal, filter, sort, cursor);
    String visible = principal.administers() ? null : principal.subject();
    TokenPage page =
        new TokenPage(principal.organizationId(), visible, filter, sort, after, limit, now);
    return database.inOrderOfIndices(
        sql ->
            pages
                .read(sql, page)
                .chain(
                    found ->
                        activity
                            .of(sql, found.tokens().stream().map(StoredToken::id).toList())
                            .map(uses -> list(principal, filter, sort, found, uses, now))));
  }

  private Position position(
      Principal principal, TokenFilter filter, TokenSort sort, String cursor) {
    return cursors
        .read(principal, filter, sort, cursor)
        .orElseThrow(
            () ->
                ProblemException.of(
                    ErrorCode.INVALID_CURSOR,
                    "Send nextCursor of the page before as it is, with the same filter and order; or begin"
                        + " anew without a cursor."));
  }

  private TokenList list(
      Principal principal,
      TokenFilter filter,
      TokenSort sort,
      TokenSlice found,
      Map<UUID, Activity> uses,
      Instant now) {
    Position next = found.next();
    return new TokenList(
        found.tokens().stream().map(t -> TokenView.of(t, now, uses.get(t.id()))).toList(),
        next == null ? null : cursors.write(principal, filter, sort, next));
  }
}
