package io.doorward.gateway.credential;

import java.util.ArrayList;
import java.util.List;

/**
 * A query parameter that holds a credential. Its name counts as the upstream reads it, with escapes
 * decoded; so nothing that is one gets past.
 */
public final class QueryKey {
  private QueryKey() {}

  /** What the parameter holds, decoded, as often as it is there. */
  static List<String> values(String query, String name) {
    List<String> values = new ArrayList<>();
    for (String pair : query.split("&", -1)) {
      if (isNamed(pair, name)) {
        int equals = pair.indexOf('=');
        values.add(equals < 0 ? "" : TokenScrubber.unescaped(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  /** The query with every other parameter, each as it was sent. */
  public static String without(String query, String name) {
    if (query.isEmpty()) {
      return query;
    }
    StringBuilder rest = new StringBuilder(query.length());
    for (String pair : query.split("&", -1)) {
      if (!isNamed(pair, name)) {
        rest.append(rest.length() == 0 ? "" : "&").append(pair);
      }
    }
    return rest.toString();
  }

  private static boolean isNamed(String pair, String name) {
    int equals = pair.indexOf('=');
    return TokenScrubber.unescaped(equals < 0 ? pair : pair.substring(0, equals)).equals(name);
  }
}
