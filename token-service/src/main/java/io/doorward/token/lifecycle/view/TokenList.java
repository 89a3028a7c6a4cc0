package io.doorward.token.lifecycle.view;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tokens in the order asked for. It may hold fewer than its limit, even none, and still
 * have a next one.
 *
 * @param nextCursor where the next page begins; absent on the last one
 */
public record TokenList(List<TokenView> items, @Nullable String nextCursor) {
  public TokenList {
    items = List.copyOf(items);
  }
}
