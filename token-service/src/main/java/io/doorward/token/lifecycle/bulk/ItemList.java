package io.doorward.token.lifecycle.bulk;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of a job's items in its order; none once they are no longer kept.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
@Schema(name = "TokenJobItemList")
public record ItemList(List<Item> items, @Nullable String nextCursor) {
  public ItemList {
    items = List.copyOf(items);
  }
}
