package io.doorward.token.directory.agent;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of agents.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
public record AgentList(List<AgentView> items, @Nullable String nextCursor) {
  public AgentList {
    items = List.copyOf(items);
  }
}
