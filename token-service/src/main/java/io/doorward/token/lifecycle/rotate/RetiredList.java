package io.doorward.token.lifecycle.rotate;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A page of old secrets.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
@Schema(name = "RetiredTokenList")
public record RetiredList(List<RetiredToken> items, @Nullable String nextCursor) {
  public RetiredList {
    items = List.copyOf(items);
  }
}
