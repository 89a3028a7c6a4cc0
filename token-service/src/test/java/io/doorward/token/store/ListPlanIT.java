package io.doorward.token.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.snapshot.TokenStatus;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.test.stack.StackResource;
import io.doorward.token.database.Database;
import io.doorward.token.store.PageStatement.Prepared;
import io.doorward.token.store.TokenPage.Position;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.StringJoiner;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How the database comes by a page; the time it takes is the benchmark's business. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T1")
@Tag("T9")
class ListPlanIT {
  private static final int PAGE = 50;
  private static final Pattern SCAN =
      Pattern.compile(
          "(Seq Scan|Index Scan|Index Only Scan|Bitmap Heap Scan).* on token t\\S* .*"
              + "actual time=.* rows=([0-9.]+) loops=(\\d+)");
  private static final Pattern REMOVED = Pattern.compile("Rows Removed by Filter: (\\d+)");

  private record Scan(String text, String kind, double rows) {}

  private static @Nullable UUID organization;

  @Inject Database database;
  @Inject TokenPages pages;
  @Inject Clock clock;

  @BeforeEach
  void fill() throws SQLException, IOException {
    if (organization != null) {
      return;
    }
    organization =
        UUID.fromString(Api.as("one", "many", "owner").me().getString("organization.id"));
    try (InputStream in = ListPlanIT.class.getResourceAsStream("many-tokens.sql")) {
      String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      Rows.run("tokens_owner", script.formatted(organization));
    }
    Rows.run("tokens_owner", "VACUUM (ANALYZE) tokens.token");
  }

  static Stream<TokenFilter> filters() {
    List<TokenFilter> filters = new ArrayList<>();
    filters.add(filter(null, null, null, null, null, null));
    for (TokenStatus status : TokenStatus.values()) {
      filters.add(filter(status, null, null, null, null, null));
    }
    for (TokenType type : TokenType.values()) {
      filters.add(filter(null, type, null, null, null, null));
    }
    for (TokenEnvironment environment : TokenEnvironment.values()) {
      filters.add(filter(null, null, environment, null, null, null));
    }
    filters.add(filter(null, null, null, "m7", null, null));
    filters.add(filter(null, null, null, null, "ci", null));
    filters.add(filter(null, null, null, null, "quarterly", null));
    filters.add(filter(null, null, null, null, null, "deploy"));
    filters.add(filter(null, null, null, null, null, "batch"));
    filters.add(filter(null, null, null, null, null, "Zebra"));
    filters.add(filter(null, null, null, null, null, "qqzzy"));
    filters.add(filter(null, null, null, null, null, "1"));
    filters.add(filter(TokenStatus.ACTIVE, TokenType.AGENT, null, null, null, null));
    filters.add(filter(TokenStatus.REVOKED, null, TokenEnvironment.TEST, "one", "ci", "batch"));
    return filters.stream();
  }

  @ParameterizedTest
  @MethodSource("filters")
  void noPageReadsMoreThanItsBound(TokenFilter filter) {
    for (TokenSort sort : TokenSort.values()) {
      for (String visible : new String[] {null, "one"}) {
        TokenPage first = page(visible, filter, sort, null, PAGE);
        if (first.contradictsItself()) {
          continue;
        }
        assertBounded(first);
        TokenSlice slice = read(first);
        Position next = slice.next();
        if (next != null) {
          assertBounded(page(visible, filter, sort, next, PAGE));
        }
      }
    }
  }

  private void assertBounded(TokenPage page) {
    Prepared walk = PageStatement.walk(page);
    assertBounded(page, scans(walk), walk.most());
    assertBounded(page, scansOfGenericPlan(walk), walk.most());
    String text = page.filter().text();
    if (page.filter().tag() != null || text != null && text.length() >= 3) {
      assertThat(scans(PageStatement.search(page)))
          .extracting(Scan::kind)
          .contains("Bitmap Heap Scan")
          .doesNotContain("Seq Scan");
    }
  }

  /** The facets are merged lazily: one more of each than the page looks at is the most. */
  private static void assertBounded(TokenPage page, List<Scan> scans, int most) {
    assertThat(scans).isNotEmpty();
    assertThat(scans).extracting(Scan::kind).doesNotContain("Seq Scan", "Filter");
    assertThat(scans.stream().mapToDouble(Scan::rows).sum())
        .as("%s: %s", page, scans)
        .isLessThanOrEqualTo(2 * most + scans.size());
  }

  /** The whole list by pages, against the same list asked for in one plain statement. */
  @ParameterizedTest
  @MethodSource("filters")
  void thePagesTogetherAreExactlyTheTokensThatFit(TokenFilter filter) {
    for (TokenSort sort : TokenSort.values()) {
      Set<UUID> seen = new HashSet<>();
      for (Position next = null; ; ) {
        // Large pages: what is tried is where one ends and the next begins.
        TokenSlice slice = read(page(null, filter, sort, next, 5 * PAGE));
        for (StoredToken token : slice.tokens()) {
          assertThat(seen.add(token.id())).isTrue();
          assertThat(fits(token, filter)).as("%s in %s", token, filter).isTrue();
        }
        next = slice.next();
        if (next == null) {
          break;
        }
      }
      assertThat(seen).as("%s by %s", filter, sort).hasSize(expected(filter));
    }
  }

  @Test
  @Tag("T1")
  void aLookUpByHashReadsOneTokenByItsIndex() {
    List<Scan> scans =
        scans(
            new Prepared(
                TokenRow.SELECT + "WHERE t.lookup = $1", Tuple.of("p1." + "0".repeat(64)), 0));
    assertThat(scans).hasSize(1);
    assertThat(scans.get(0).text()).contains("Index Scan using token_lookup_key");
  }

  private boolean fits(StoredToken token, TokenFilter filter) {
    return (filter.status() == null || filter.status() == token.statusAt(clock.instant()))
        && (filter.type() == null || filter.type() == token.type())
        && (filter.environment() == null || filter.environment() == token.environment())
        && (filter.owner() == null || filter.owner().equals(token.owner().id()))
        && (filter.tag() == null || token.labels().tags().contains(filter.tag()))
        && (filter.text() == null || token.name().contains(filter.text().toLowerCase(Locale.ROOT)));
  }

  /** Counted in Java, over all tokens of the organization. */
  private int expected(TokenFilter filter) {
    return (int) all().stream().filter(token -> fits(token, filter)).count();
  }

  private List<StoredToken> all() {
    if (ALL.isEmpty()) {
      database
          .connection(
              sql ->
                  sql.preparedQuery(TokenRow.SELECT + "WHERE t.organization_id = $1")
                      .execute(Tuple.of(organization)))
          .await()
          .indefinitely()
          .forEach(row -> ALL.add(TokenRow.read(row)));
    }
    return ALL;
  }

  private static final List<StoredToken> ALL = new ArrayList<>();

  private TokenSlice read(TokenPage page) {
    return database.inOrderOfIndices(sql -> pages.read(sql, page)).await().indefinitely();
  }

  /** The nodes of the plan that read the token table. */
  private List<Scan> scans(Prepared statement) {
    return scans(
        sql ->
            sql.preparedQuery("EXPLAIN (ANALYZE) " + statement.text())
                .execute(statement.arguments()));
  }

  /** Of the plan that serves every argument, which a statement often asked gets. */
  private List<Scan> scansOfGenericPlan(Prepared statement) {
    StringJoiner arguments = new StringJoiner(", ", "(", ")");
    for (int i = 0; i < statement.arguments().size(); i++) {
      Object argument = statement.arguments().getValue(i);
      arguments.add(argument == null ? "NULL" : "'" + argument.toString().replace("'", "''") + "'");
    }
    String name = "p" + UUID.randomUUID().toString().replace("-", "");
    return scans(
        sql ->
            sql.query(
                    "SET LOCAL plan_cache_mode = force_generic_plan; PREPARE "
                        + name
                        + " AS "
                        + statement.text())
                .execute()
                .chain(() -> sql.query("EXPLAIN (ANALYZE) EXECUTE " + name + arguments).execute())
                .call(() -> sql.query("DEALLOCATE " + name).execute()));
  }

  private List<Scan> scans(Function<SqlConnection, Uni<RowSet<Row>>> explain) {
    List<Scan> scans = new ArrayList<>();
    boolean ofTokens = false;
    for (Row line : database.inOrderOfIndices(explain).await().indefinitely()) {
      String text = line.getString(0);
      Matcher scan = SCAN.matcher(text);
      Matcher removed = REMOVED.matcher(text);
      if (scan.find()) {
        ofTokens = true;
        double rows = Double.parseDouble(scan.group(2)) * Integer.parseInt(scan.group(3));
        scans.add(new Scan(text.strip(), scan.group(1), rows));
      } else if (text.contains("->")) {
        ofTokens = false;
      } else if (ofTokens && removed.find()) {
        scans.add(new Scan(text.strip(), "Filter", Double.parseDouble(removed.group(1))));
      }
    }
    return scans;
  }

  private TokenPage page(
      @Nullable String visible,
      TokenFilter filter,
      TokenSort sort,
      @Nullable Position after,
      int limit) {
    return new TokenPage(organization, visible, filter, sort, after, limit, clock.instant());
  }

  private static TokenFilter filter(
      @Nullable TokenStatus status,
      @Nullable TokenType type,
      @Nullable TokenEnvironment environment,
      @Nullable String owner,
      @Nullable String tag,
      @Nullable String text) {
    return new TokenFilter(status, type, environment, owner, tag, text);
  }
}
