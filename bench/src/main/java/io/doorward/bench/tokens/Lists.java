package io.doorward.bench.tokens;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.bench.report.Report;
import io.doorward.bench.report.Requirement;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pages of lists: the first one, one on the way and one far down. */
final class Lists {
  private static final int RUNS = 7;
  private static final int ON_THE_WAY = 10;
  private static final int FAR_DOWN = 60;
  private static final int PAGE = 50;
  private static final double BOUND_MS = 20;

  /**
   * A page and what it took.
   *
   * @param cursor empty for the first page
   */
  record Page(
      ListCase list, String where, String cursor, double medianMs, double maxMs, int tokens) {}

  private final Map<String, Caller> viewers;
  private final StatementLog log;
  private final List<Page> pages = new ArrayList<>();

  Lists(Map<String, Caller> viewers, StatementLog log) {
    this.viewers = new HashMap<>(viewers);
    this.log = log;
  }

  void measure(Report report) throws IOException, InterruptedException {
    for (ListCase list : ListCase.all()) {
      walk(list);
    }
    pages.sort(Comparator.comparingDouble(Page::medianMs).reversed());
    Page slowest = pages.get(0);
    report.require(
        "list page, slowest median (ms)", Requirement.under(BOUND_MS, slowest.medianMs()));
    pages.forEach(page -> report.row(row(page)));
  }

  /** The slowest page of the whole measurement, and then that of each order. */
  List<Page> worst() {
    List<Page> worst = new ArrayList<>();
    for (String sort : List.of("created", "name", "expires")) {
      pages.stream()
          .filter(page -> page.list().sort().equals(sort))
          .findFirst()
          .ifPresent(worst::add);
    }
    return worst;
  }

  List<Page> slowest(int count) {
    return List.copyOf(pages.subList(0, Math.min(count, pages.size())));
  }

  private void walk(ListCase list) throws IOException, InterruptedException {
    String cursor = "";
    for (int i = 0; i <= FAR_DOWN; i++) {
      boolean measured = i == 0 || i == ON_THE_WAY || i == FAR_DOWN;
      String next =
          measured
              ? measured(
                  list, i == 0 ? "first" : i == ON_THE_WAY ? "on the way" : "far down", cursor)
              : ask(list, cursor).path("nextCursor").asText("");
      if (next.isEmpty()) {
        return;
      }
      cursor = next;
    }
  }

  private String measured(ListCase list, String where, String cursor)
      throws IOException, InterruptedException {
    double[] millis = new double[RUNS];
    JsonNode page = ask(list, cursor);
    for (int i = 0; i < RUNS; i++) {
      long before = log.end();
      page = ask(list, cursor);
      millis[i] =
          log.since(before, Lists::isList).stream().mapToDouble(StatementLog.Entry::millis).sum();
    }
    Spread spread = Spread.of(millis);
    if (spread.least() <= 0 && !page.path("items").isEmpty()) {
      throw new IOException("a list is missing from PostgreSQL's log");
    }
    pages.add(
        new Page(list, where, cursor, spread.median(), spread.most(), page.path("items").size()));
    return page.path("nextCursor").asText("");
  }

  /** The plan of a page. */
  String plan(ListCase list, String cursor) throws IOException, InterruptedException {
    ask(list, cursor);
    long before = log.end();
    ask(list, cursor);
    List<StatementLog.Entry> plans = log.since(before, Lists::isList);
    return plans.isEmpty() ? "" : Plans.tree(plans.get(plans.size() - 1).text());
  }

  private static boolean isList(String text) {
    return text.contains("c.fits, c.place") || text.contains("tokens.search_estimate(tokens.");
  }

  private JsonNode ask(ListCase list, String cursor) throws IOException, InterruptedException {
    Caller viewer = viewers.get(list.viewer());
    if (viewer == null) {
      throw new IllegalArgumentException(list.viewer());
    }
    return viewer.get(
        list.path() + "&limit=" + PAGE + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
  }

  private static Map<String, Object> row(Page page) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "list");
    row.put("list", page.list().toString());
    row.put("page", page.where());
    row.put("medianMs", page.medianMs());
    row.put("maxMs", page.maxMs());
    row.put("tokens", page.tokens());
    return row;
  }
}
