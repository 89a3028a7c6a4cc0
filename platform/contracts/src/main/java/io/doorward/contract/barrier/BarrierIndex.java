package io.doorward.contract.barrier;

import io.doorward.contract.snapshot.TokenSnapshot;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A set of barriers in the order in which requests ask for them. Immutable; a question costs one
 * look into a map and allocates nothing.
 */
public final class BarrierIndex {
  private static final Barrier[] NONE = {};

  private final long version;
  private final Barrier[] everywhere;
  private final Map<UUID, Barrier[]> byOrganization;

  private BarrierIndex(long version, Barrier[] everywhere, Map<UUID, Barrier[]> byOrganization) {
    this.version = version;
    this.everywhere = everywhere;
    this.byOrganization = byOrganization;
  }

  /** The barriers of a set. */
  public static BarrierIndex of(BarrierSet set) {
    Barrier[] everywhere = NONE;
    Map<UUID, Barrier[]> byOrganization = new HashMap<>();
    for (Barrier barrier : set.barriers()) {
      UUID organization = barrier.organizationId();
      if (organization == null) {
        everywhere = with(everywhere, barrier);
      } else {
        byOrganization.merge(
            organization, new Barrier[] {barrier}, (held, more) -> with(held, more[0]));
      }
    }
    return new BarrierIndex(set.version(), everywhere, byOrganization);
  }

  private static Barrier[] with(Barrier[] held, Barrier more) {
    Barrier[] all = Arrays.copyOf(held, held.length + 1);
    all[held.length] = more;
    return all;
  }

  /** The set's version. */
  public long version() {
    return version;
  }

  /**
   * The barrier in this token's way, or {@code null}. A kill switch comes before a feature flag,
   * because less is told of it.
   */
  public @Nullable Barrier before(TokenSnapshot token) {
    Barrier found = first(everywhere, token, null);
    if (byOrganization.isEmpty()) {
      return found;
    }
    return first(byOrganization.getOrDefault(token.organizationId(), NONE), token, found);
  }

  private static @Nullable Barrier first(
      Barrier[] barriers, TokenSnapshot token, @Nullable Barrier otherwise) {
    Barrier found = otherwise;
    for (Barrier barrier : barriers) {
      if (barrier.concerns(token)) {
        if (barrier.kind() == Barrier.Kind.KILL_SWITCH) {
          return barrier;
        }
        found = found == null ? barrier : found;
      }
    }
    return found;
  }
}
