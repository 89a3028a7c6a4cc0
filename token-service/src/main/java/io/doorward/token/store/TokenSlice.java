package io.doorward.token.store;

import io.doorward.token.store.TokenPage.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page's tokens. It may hold fewer than asked for, even none, and yet have a next one: only so
 * many tokens are looked at for one page.
 *
 * @param next after what the next page begins; {@code null} if this is the last one
 */
public record TokenSlice(List<StoredToken> tokens, @Nullable Position next) {
  public TokenSlice {
    tokens = List.copyOf(tokens);
  }
}
