package io.doorward.gateway.limit;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.limit.Quota.Holder;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All windows that a token's requests are charged to: its own, then its organization's. */
final class Quotas {
  private final UUID organizationId;
  private final Limits own;
  private final @Nullable Limits shared;
  private final List<Quota> all;
  private final int inAdvance;
  private final int sharedInAdvance;
  private final String ownKeys;
  private final String sharedKeys;
  private final String policy;

  private Quotas(
      UUID tokenId, UUID organizationId, Limits own, @Nullable Limits shared, List<Quota> all) {
    this.organizationId = organizationId;
    this.own = own;
    this.shared = shared;
    this.all = all;
    this.inAdvance = inAdvance(all.stream());
    this.sharedInAdvance =
        inAdvance(all.stream().filter(quota -> quota.holder() == Holder.ORGANIZATION));
    this.ownKeys = RedisKeys.tokenLimits(organizationId, tokenId);
    this.sharedKeys = RedisKeys.organizationLimits(organizationId);
    this.policy = RateLimitFields.policy(all);
  }

  private static int inAdvance(Stream<Quota> quotas) {
    return quotas.mapToInt(quota -> quota.window().inAdvance(quota.limit())).min().orElse(0);
  }

  static Quotas of(TokenSnapshot token) {
    List<Quota> all = new ArrayList<>();
    add(all, Holder.TOKEN, token.limits());
    if (token.organizationLimits() != null) {
      add(all, Holder.ORGANIZATION, token.organizationLimits());
    }
    return new Quotas(
        token.tokenId(),
        token.organizationId(),
        token.limits(),
        token.organizationLimits(),
        List.copyOf(all));
  }

  private static void add(List<Quota> all, Holder holder, Limits limits) {
    for (LimitWindow window : LimitWindow.values()) {
      Integer limit = window.of(limits);
      if (limit != null) {
        all.add(new Quota(holder, window, limit));
      }
    }
  }

  /** Whether these are still the token's. Costs nothing as long as nobody has changed it. */
  boolean areOf(TokenSnapshot token) {
    return Objects.equals(own, token.limits())
        && Objects.equals(shared, token.organizationLimits())
        && organizationId.equals(token.organizationId());
  }

  List<Quota> all() {
    return all;
  }

  UUID organizationId() {
    return organizationId;
  }

  /** The most permits that one instance holds in advance; 0 if even one would be too many. */
  int inAdvance() {
    return inAdvance;
  }

  /**
   * Whether anything is ever charged in advance to a window. The organization's hold what its other
   * tokens lease, too.
   */
  boolean isLeased(Quota quota) {
    return (quota.holder() == Holder.TOKEN ? inAdvance : sharedInAdvance) > 0;
  }

  /** Under which key a window is counted in Redis. */
  String key(Quota quota) {
    return (quota.holder() == Holder.TOKEN ? ownKeys : sharedKeys) + quota.window().label();
  }

  /** The value of {@code RateLimit-Policy}. */
  String policy() {
    return policy;
  }
}
