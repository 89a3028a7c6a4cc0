package io.doorward.token.store;

import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** Reads and writes many tokens at once, each table with one round trip. */
@ApplicationScoped
public class TokenBatch {
  /**
   * What tokens take from others, in the order in which everybody locks it: the organization, which
   * stands for its members and its plan, then accounts, then agents, then tokens; each kind in the
   * order of their ids.
   */
  private static final List<String> HOLD =
      List.of(
          "SELECT 1 FROM tokens.organization WHERE id = $1 AND $2::uuid[] IS NOT NULL FOR SHARE",
          """
          SELECT 1 FROM tokens.service_account
           WHERE organization_id = $1
             AND id IN (SELECT CASE WHEN owner_kind = 'service_account' THEN owner_id::uuid END
                          FROM tokens.token WHERE organization_id = $1 AND id = ANY ($2))
           ORDER BY id FOR SHARE
          """,
          """
          SELECT 1 FROM tokens.agent
           WHERE id IN (SELECT agent_id FROM tokens.token
                         WHERE organization_id = $1 AND id = ANY ($2))
           ORDER BY id FOR SHARE
          """,
          """
          SELECT 1 FROM tokens.token
           WHERE organization_id = $1 AND id = ANY ($2) ORDER BY id FOR UPDATE
          """);

  private final TokenStore tokens;

  @Inject
  TokenBatch(TokenStore tokens) {
    this.tokens = tokens;
  }

  /** The ids of all tokens that fit, up to the page's limit, in its order, as of one instant. */
  public Uni<List<UUID>> ids(SqlConnection sql, TokenPage page) {
    if (page.contradictsItself()) {
      return Uni.createFrom().item(List.of());
    }
    PageStatement.Prepared statement = PageStatement.ids(page);
    return sql.preparedQuery(statement.text())
        .execute(statement.arguments())
        .map(
            rows ->
                StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getUUID(0))
                    .toList());
  }

  /** The organization's tokens among these, in the order of their ids. */
  public Uni<List<StoredToken>> find(SqlConnection sql, UUID organizationId, List<UUID> ids) {
    return tokens
        .findAll(sql, ids)
        .map(
            found ->
                found.stream()
                    .filter(token -> token.organizationId().equals(organizationId))
                    .sorted(Comparator.comparing(StoredToken::id))
                    .toList());
  }

  /**
   * As {@link #find}; neither they nor their owners, agents and plan are changed by anybody else
   * before the transaction ends. Locked first and read then, as a single token is.
   */
  public Uni<List<StoredToken>> lock(SqlConnection sql, UUID organizationId, List<UUID> ids) {
    Uni<Void> held = Uni.createFrom().voidItem();
    Tuple which = Tuple.of(organizationId, ids.toArray(UUID[]::new));
    for (String hold : HOLD) {
      held = held.chain(() -> sql.preparedQuery(hold).execute(which)).replaceWithVoid();
    }
    return held.chain(() -> find(sql, organizationId, ids));
  }

  /**
   * Stores a facet of the next versions of tokens whose rows are locked, with one statement.
   *
   * @return fails with {@link IllegalStateException} if a stored one is not the version before
   */
  public Uni<Void> update(SqlConnection sql, Facet facet, List<StoredToken> next) {
    JsonArray rows = new JsonArray(next.stream().map(facet::row).toList());
    return sql.preparedQuery(facet.update())
        .execute(Tuple.of(rows))
        .invoke(stored -> TokenStore.changed(stored, next.size()))
        .replaceWithVoid();
  }

  /** Stores new tokens. */
  public Uni<Void> insert(SqlConnection sql, List<StoredToken> fresh) {
    return sql.preparedQuery(TokenStore.INSERT)
        .executeBatch(fresh.stream().map(TokenRow::insert).toList())
        .replaceWithVoid();
  }
}
