package io.doorward.token.store;

import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.token.store.TokenFacet.Bound;
import io.doorward.token.store.TokenPage.Position;
import io.vertx.mutiny.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statement for a page, with its arguments. Each row is a token with {@code fits}, whether it
 * belongs on the page, and {@code place}, the how-manieth it is of those looked at.
 */
final class PageStatement {
  /** So many tokens are looked at for one page; when few of them fit, the page is a short one. */
  static final int MOST_LOOKED_AT = 2000;

  /** Without text or tag all fit but those whose status time has just changed. */
  private static final int MOST_THAT_NEARLY_ALL_FIT = 300;

  /** More cannot expire in a facet between two sweeps without being passed over for that time. */
  private static final int MOST_UNNOTED = 10_000;

  private final TokenPage page;
  private final TokenSort sort;
  private final List<@Nullable Object> arguments = new ArrayList<>();
  private final int most;
  private final String mine;
  private final @Nullable String now;
  private final String fits;
  private final @Nullable String afterKey;
  private final @Nullable String afterId;

  private PageStatement(TokenPage page) {
    this.page = page;
    this.sort = page.sort();
    this.most = page.searches() ? MOST_LOOKED_AT : MOST_THAT_NEARLY_ALL_FIT;
    String organization = argument(page.organizationId());
    String owner = page.owner();
    mine =
        "t.organization_id = "
            + organization
            + (owner == null ? "" : " AND t.owner_id = " + argument(owner));
    now =
        page.filter().status() == null || page.filter().status() == TokenStatus.REVOKED
            ? null
            : argument(TokenRow.time(page.now())) + "::timestamptz";
    fits = fits();
    Position after = page.after();
    Object key =
        after == null ? null : sort == TokenSort.NAME ? after.name() : TokenRow.time(after.at());
    afterKey = after == null ? null : argument(key);
    afterId = after == null ? null : argument(after.id());
  }

  /**
   * The statement and what it is run with.
   *
   * @param most the place of the last token it looks at
   */
  record Prepared(String text, Tuple arguments, int most) {}

  /** Goes through the tokens in the page's order until it is full. */
  static Prepared walk(TokenPage page) {
    PageStatement statement = new PageStatement(page);
    return statement.prepared(statement.walked());
  }

  /** Takes all that the search index names and puts them in order: for few. */
  static Prepared search(TokenPage page) {
    PageStatement statement = new PageStatement(page);
    return statement.prepared(statement.found());
  }

  private Prepared prepared(String source) {
    String text =
        TokenRow.COLUMNS
            + ", c.fits, c.place"
            + TokenRow.TABLES
            + " JOIN ("
            + source
            + " ORDER BY "
            + sort.order("k", "id")
            // One more than asked for tells whether there is a next page.
            + " LIMIT "
            + argument(page.limit() + 1)
            + ") c ON c.id = t.id ORDER BY "
            + sort.order("c.k", "c.id");
    return new Prepared(text, Tuple.from(arguments), most);
  }

  private String walked() {
    // Everything is in one order, named each time: nothing is sorted, and it ends with the page.
    return "SELECT id, k, fits, place FROM (SELECT u.*, row_number() OVER (ORDER BY "
        + sort.order("k", "id")
        + ") AS place FROM (SELECT * FROM ("
        + TokenFacet.of(page.filter()).stream()
            .map(this::branch)
            .collect(Collectors.joining(" UNION ALL "))
        + ") b ORDER BY "
        + sort.order("k", "id")
        + " LIMIT "
        + most
        + ") u) n WHERE fits OR place = "
        + most;
  }

  private String branch(TokenFacet facet) {
    String tokens = tokens() + " AND t.facet = " + facet.number();
    if (facet.bound() == Bound.ALL) {
      return ordered(tokens + after(sort.key(), "t.id"), sort.key(), "t.id");
    }
    String expiry = TokenSort.EXPIRES.key();
    String bound = expiry + (facet.bound() == Bound.OVER ? " <= " : " > ") + now;
    if (sort == TokenSort.EXPIRES) {
      return ordered(tokens + " AND " + bound + after(sort.key(), "t.id"), sort.key(), "t.id");
    }
    // Few: found by their expiry, then put in the order that was asked for.
    return ordered(
        "SELECT e.id, e.k, e.fits FROM ("
            + tokens
            + " AND "
            + bound
            + " ORDER BY "
            + TokenSort.EXPIRES.order(expiry, "t.id")
            + " LIMIT "
            + MOST_UNNOTED
            + ") e WHERE true"
            + after("e.k", "e.id"),
        "e.k",
        "e.id");
  }

  private String ordered(String tokens, String key, String id) {
    return "(" + tokens + " ORDER BY " + sort.order(key, id) + " LIMIT " + most + ")";
  }

  private String found() {
    String keys =
        "tokens.search_keys("
            + argument(page.organizationId())
            + "::uuid, "
            + argument(text())
            + "::text, "
            + argument(tags())
            + "::text[])";
    // OFFSET keeps the planner from going by anything but the keys. A prepared statement's plan
    // does
    // not know the organization, and would take it for one of ordinary size.
    return "SELECT id, k, fits, 0 AS place FROM (SELECT t.id, "
        + sort.key()
        + " AS k, "
        + fits
        + " AS fits FROM (SELECT * FROM tokens.token t WHERE"
        + " tokens.search_keys(t.organization_id, t.name, t.tags) @> "
        + keys
        + " OFFSET 0) t WHERE "
        + mine
        + " AND t.facet = ANY ("
        + facets()
        + ")) s WHERE fits"
        + after("k", "id");
  }

  /** The ids of all that fit, in the page's order, up to its limit: for jobs, not for pages. */
  static Prepared ids(TokenPage page) {
    PageStatement statement = new PageStatement(page);
    String text =
        "SELECT t.id FROM tokens.token t WHERE "
            + statement.mine
            + " AND t.facet = ANY ("
            + statement.facets()
            + ") AND "
            + statement.fits
            + " ORDER BY "
            + statement.sort.order(statement.sort.key(), "t.id")
            + " LIMIT "
            + statement.argument(page.limit());
    return new Prepared(text, Tuple.from(statement.arguments), 0);
  }

  private String facets() {
    return TokenFacet.of(page.filter()).stream()
        .map(facet -> Integer.toString(facet.number()))
        .collect(Collectors.joining(",", "'{", "}'::smallint[]"));
  }

  /** About how many tokens {@link #search} would have to put in order. */
  static Prepared estimate(TokenPage page) {
    PageStatement statement = new PageStatement(page);
    return new Prepared(
        "SELECT tokens.search_estimate(tokens.search_keys($1, $2, $3))",
        Tuple.of(page.organizationId(), statement.text(), statement.tags()),
        0);
  }

  private String text() {
    String text = page.filter().text();
    return text == null ? "" : text;
  }

  private String[] tags() {
    String tag = page.filter().tag();
    return tag == null ? new String[0] : new String[] {tag};
  }

  private String tokens() {
    return "SELECT t.id, "
        + sort.key()
        + " AS k, "
        + fits
        + " AS fits FROM tokens.token t WHERE "
        + mine;
  }

  private String after(String key, String id) {
    return afterKey == null || afterId == null
        ? ""
        : " AND " + sort.after(key, id, afterKey, afterId);
  }

  private String argument(@Nullable Object value) {
    arguments.add(value);
    return "$" + arguments.size();
  }

  /** What neither the facet nor the owner tells. */
  private String fits() {
    List<String> conditions = new ArrayList<>();
    if (page.filter().status() != null && now != null) {
      conditions.add(condition(page.filter().status(), now));
    }
    if (page.filter().tag() != null) {
      conditions.add("t.tags @> ARRAY[" + argument(page.filter().tag()) + "::text]");
    }
    if (page.filter().text() != null) {
      conditions.add(
          "position(lower(" + argument(page.filter().text()) + "::text) IN lower(t.name)) > 0");
    }
    return conditions.isEmpty() ? "true" : "(" + String.join(" AND ", conditions) + ")";
  }

  /** The same order of precedence as {@code TokenSnapshot.statusAt}. */
  private static String condition(TokenStatus status, String now) {
    String over = "(t.expires_at IS NOT NULL AND t.expires_at <= " + now + ")";
    String suspended =
        "(t.owner_disabled OR (t.suspended_at IS NOT NULL"
            + " AND (t.suspended_until IS NULL OR t.suspended_until > "
            + now
            + ")))";
    String usable = "t.revoked_at IS NULL AND NOT " + over;
    return switch (status) {
      case REVOKED -> "t.revoked_at IS NOT NULL";
      case EXPIRED -> "t.revoked_at IS NULL AND " + over;
      case SUSPENDED -> usable + " AND " + suspended;
      case ROTATED -> usable + " AND NOT " + suspended + " AND t.rotated_at IS NOT NULL";
      case ACTIVE -> usable + " AND NOT " + suspended + " AND t.rotated_at IS NULL";
    };
  }
}
