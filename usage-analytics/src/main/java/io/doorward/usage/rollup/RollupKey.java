package io.doorward.usage.rollup;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.TokenOwner;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What requests of one minute have in common. The order is total, so that writers that touch the
 * same rows lock them in the same order.
 *
 * @param minute start of the minute
 * @param organization whose request it was; {@code null} if no credential was recognised
 */
public record RollupKey(
    Instant minute,
    @Nullable UUID organization,
    @Nullable UUID token,
    @Nullable TokenOwner owner,
    @Nullable String route,
    String method,
    int status,
    @Nullable String refusal)
    implements Comparable<RollupKey> {

  private static final Comparator<RollupKey> ORDER =
      Comparator.comparing(RollupKey::minute)
          .thenComparing(RollupKey::organization, nullsFirst())
          .thenComparing(RollupKey::token, nullsFirst())
          .thenComparing(key -> key.owner == null ? null : key.owner.kind(), nullsFirst())
          .thenComparing(key -> key.owner == null ? null : key.owner.id(), nullsFirst())
          .thenComparing(RollupKey::route, nullsFirst())
          .thenComparing(RollupKey::method)
          .thenComparingInt(RollupKey::status)
          .thenComparing(RollupKey::refusal, nullsFirst());

  /** The key an event counts under. */
  public static RollupKey of(UsageEvent event) {
    return new RollupKey(
        event.at().truncatedTo(ChronoUnit.MINUTES),
        event.organizationId(),
        event.tokenId(),
        event.owner(),
        event.route(),
        event.method(),
        event.status(),
        event.refusal());
  }

  @Override
  public int compareTo(RollupKey other) {
    return ORDER.compare(this, other);
  }

  private static <T extends Comparable<T>> Comparator<@Nullable T> nullsFirst() {
    return Comparator.nullsFirst(Comparator.naturalOrder());
  }
}
