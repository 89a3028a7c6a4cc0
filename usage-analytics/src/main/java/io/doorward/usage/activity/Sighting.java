package io.doorward.usage.activity;

import io.doorward.contract.event.TokenActivity.Use;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one batch of events says of one token.
 *
 * @param accepted the last use that was let through
 * @param refused the last one that was refused
 */
record Sighting(Key key, @Nullable Use accepted, @Nullable Use refused) {

  /** A token, as the events name it. */
  record Key(UUID tokenId, UUID organizationId) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byToken = tokenId.compareTo(other.tokenId);
      return byToken != 0 ? byToken : organizationId.compareTo(other.organizationId);
    }
  }

  /** Both together: the newer uses. */
  Sighting merge(Sighting other) {
    return new Sighting(key, newer(accepted, other.accepted), newer(refused, other.refused));
  }

  private static @Nullable Use newer(@Nullable Use one, @Nullable Use other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    Instant at = one.at();
    return at.isBefore(other.at()) ? other : one;
  }
}
