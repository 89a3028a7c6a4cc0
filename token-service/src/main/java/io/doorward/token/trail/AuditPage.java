package io.doorward.token.trail;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of the audit log, newest first.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
public record AuditPage(List<AuditView> items, @Nullable String nextCursor) {
  public AuditPage {
    items = List.copyOf(items);
  }
}
