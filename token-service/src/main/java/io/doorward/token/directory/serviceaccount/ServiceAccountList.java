package io.doorward.token.directory.serviceaccount;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of service accounts.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
public record ServiceAccountList(List<ServiceAccountView> items, @Nullable String nextCursor) {
  public ServiceAccountList {
    items = List.copyOf(items);
  }
}
