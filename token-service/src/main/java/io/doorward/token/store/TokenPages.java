package io.doorward.token.store;

import io.doorward.token.store.PageStatement.Prepared;
import io.doorward.token.store.TokenPage.Position;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads pages of tokens at a cost that does not depend on how many tokens there are, on the filter
 * or on the page's place in the list. What is rare is searched for, everything else is met on the
 * way.
 */
@ApplicationScoped
public class TokenPages {
  /** As many as a page looks at: then there is one about every so many tokens, or there are few. */
  private static final long RARE = PageStatement.MOST_LOOKED_AT;

  /** The tokens of a page, in its order. */
  public Uni<TokenSlice> read(SqlConnection sql, TokenPage page) {
    if (page.contradictsItself()) {
      return Uni.createFrom().item(new TokenSlice(List.of(), null));
    }
    return statement(sql, page)
        .chain(
            statement ->
                sql.preparedQuery(statement.text())
                    .execute(statement.arguments())
                    .map(rows -> slice(rows, page, statement.most())));
  }

  private static Uni<Prepared> statement(SqlConnection sql, TokenPage page) {
    if (!page.searches()) {
      return Uni.createFrom().item(PageStatement.walk(page));
    }
    Prepared estimate = PageStatement.estimate(page);
    return sql.preparedQuery(estimate.text())
        .execute(estimate.arguments())
        .map(rows -> rows.iterator().next().getLong(0))
        .map(about -> rare(about) ? PageStatement.search(page) : PageStatement.walk(page));
  }

  /** A text of one or two letters has no key to be found by, and no estimate. */
  private static boolean rare(@Nullable Long about) {
    return about != null && about <= RARE;
  }

  private static TokenSlice slice(RowSet<Row> rows, TokenPage page, int most) {
    List<StoredToken> fitting = new ArrayList<>();
    StoredToken last = null;
    boolean brokenOff = false;
    for (Row row : rows) {
      last = TokenRow.read(row);
      brokenOff = row.getLong("place") == most;
      if (row.getBoolean("fits")) {
        fitting.add(last);
      }
    }
    if (fitting.size() > page.limit()) {
      List<StoredToken> shown = fitting.subList(0, page.limit());
      return new TokenSlice(shown, Position.of(shown.get(page.limit() - 1), page.sort()));
    }
    return new TokenSlice(
        fitting, brokenOff && last != null ? Position.of(last, page.sort()) : null);
  }
}
