package io.doorward.token.directory.organization;

import java.util.List;

/** All plans, the smallest first. */
public record PlanList(List<PlanView> items) {
  public PlanList {
    items = List.copyOf(items);
  }
}
