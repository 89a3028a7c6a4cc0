package io.doorward.token.store;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token's last uses.
 *
 * @param organizationId whose token it is said to be
 * @param accepted the last one that a gateway let through
 * @param refused the last one that a gateway refused
 */
public record Activity(
    UUID tokenId, UUID organizationId, @Nullable LastUse accepted, @Nullable LastUse refused) {

  /** Both reports of the same token together. */
  public Activity merge(Activity other) {
    return new Activity(
        tokenId,
        organizationId,
        LastUse.newer(accepted, other.accepted),
        LastUse.newer(refused, other.refused));
  }
}
