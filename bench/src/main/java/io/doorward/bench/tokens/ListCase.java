package io.doorward.bench.tokens;

import java.util.ArrayList;
import java.util.List;

/**
 * A list that somebody asks for.
 *
 * @param query its parameters but for the page
 */
record ListCase(String viewer, String sort, String query) {
  private static final List<String> FILTERS =
      List.of(
          "",
          "status=active",
          "status=expired",
          "status=suspended",
          "status=revoked",
          "status=rotated",
          "type=personal",
          "type=service",
          "type=agent",
          "environment=live",
          "environment=test",
          "owner=m-0",
          "owner=m-17",
          "owner=nobody",
          "tag=ci",
          "tag=legacy",
          "tag=quarterly",
          "tag=team-7",
          "tag=nothing",
          "q=deploy",
          "q=batch",
          "q=zebra",
          "q=qqzzy",
          "q=999",
          "q=zy",
          "status=active&type=agent",
          "status=revoked&environment=test&type=service",
          "status=suspended&owner=m-0",
          "status=active&tag=legacy",
          "status=expired&q=deploy",
          "type=agent&q=deploy",
          "environment=test&tag=ci&q=mail",
          "tag=ci&q=zebra",
          "tag=legacy&q=batch");

  static List<ListCase> all() {
    List<ListCase> cases = new ArrayList<>();
    for (String viewer : List.of("admin", "member", "smaller admin")) {
      for (String sort : List.of("created", "name", "expires")) {
        for (String filter : FILTERS) {
          cases.add(new ListCase(viewer, sort, filter));
        }
      }
    }
    return cases;
  }

  String path() {
    return "/api/v1/tokens?sort=" + sort + (query.isEmpty() ? "" : "&" + query);
  }

  @Override
  public String toString() {
    return viewer + ", by " + sort + (query.isEmpty() ? ", all" : ", " + query);
  }
}
