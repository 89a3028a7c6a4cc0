package io.doorward.token.directory.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of runs, the latest first.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
public record ExecutionList(List<ExecutionView> items, @Nullable String nextCursor) {
  public ExecutionList {
    items = List.copyOf(items);
  }
}
