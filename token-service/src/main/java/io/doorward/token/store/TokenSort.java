package io.doorward.token.store;

import java.util.Locale;
import java.util.Optional;

/** The order of a list; ids break ties, so that it is total and a page's end is a place in it. */
public enum TokenSort {
  /** Newest first. */
  CREATED("t.created_at", "DESC", "<", "%s::timestamptz"),
  /** By name, upper and lower case alike; the database folds both sides of a comparison. */
  NAME("(lower(t.name) COLLATE \"C\")", "ASC", ">", "(lower(%s::text) COLLATE \"C\")"),
  /** What expires first comes first, what never does last; as indexed. */
  EXPIRES(
      "(coalesce(t.expires_at, TIMESTAMPTZ '9999-12-31 23:59:59.999999Z'))",
      "ASC",
      ">",
      "coalesce(%s::timestamptz, TIMESTAMPTZ '9999-12-31 23:59:59.999999Z')");

  private final String key;
  private final String direction;
  private final String beyond;
  private final String value;

  TokenSort(String key, String direction, String beyond, String value) {
    this.key = key;
    this.direction = direction;
    this.beyond = beyond;
    this.value = value;
  }

  /** Reads {@link #wireName()}. */
  public static Optional<TokenSort> of(String wireName) {
    for (TokenSort sort : values()) {
      if (sort.wireName().equals(wireName)) {
        return Optional.of(sort);
      }
    }
    return Optional.empty();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What the tokens {@code t} are ordered by, as it is indexed. */
  String key() {
    return key;
  }

  /** The order by these columns. */
  String order(String keyColumn, String idColumn) {
    return keyColumn + " " + direction + ", " + idColumn + " " + direction;
  }

  /** What comes after the place that two parameters name. */
  String after(String keyColumn, String idColumn, String keyParameter, String idParameter) {
    return "("
        + keyColumn
        + ", "
        + idColumn
        + ") "
        + beyond
        + " ("
        + value.formatted(keyParameter)
        + ", "
        + idParameter
        + "::uuid)";
  }
}
