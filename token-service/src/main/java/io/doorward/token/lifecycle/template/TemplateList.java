package io.doorward.token.lifecycle.template;

import java.util.List;

/** All templates the caller sees: the built-in ones, then the organization's own. */
public record TemplateList(List<TemplateView> items) {
  public TemplateList {
    items = List.copyOf(items);
  }
}
