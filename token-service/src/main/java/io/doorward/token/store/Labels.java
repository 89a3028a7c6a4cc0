package io.doorward.token.store;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What people note on a token to find it again; of no effect on what it may do.
 *
 * @param tags each once, in the order given
 * @param metadata names and values of the owner's own
 */
public record Labels(List<String> tags, SortedMap<String, String> metadata) {
  /** The tag of a token whose key another system made. */
  public static final String IMPORTED = "imported";

  public static final Labels NONE = new Labels(List.of(), new TreeMap<>());

  public Labels {
    tags = tags.stream().distinct().toList();
    metadata = Collections.unmodifiableSortedMap(new TreeMap<>(metadata));
  }

  /** Those of the token that takes its place, whose key is ours. */
  Labels withoutImported() {
    return new Labels(tags.stream().filter(tag -> !tag.equals(IMPORTED)).toList(), metadata);
  }
}
