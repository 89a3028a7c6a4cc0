package io.doorward.token.lifecycle.scope;

import java.util.List;

/** The whole catalogue: the standard scopes, then the organization's own. */
public record ScopeList(List<ScopeView> items) {
  public ScopeList {
    items = List.copyOf(items);
  }
}
