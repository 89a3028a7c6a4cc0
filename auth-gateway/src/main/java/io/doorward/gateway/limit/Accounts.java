package io.doorward.gateway.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.snapshot.TokenSnapshot;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tokens whose use this instance remembers. */
@Singleton
class Accounts {
  /** The longest window: what was used before does not count. */
  private static final Duration IDLE = Duration.ofDays(1);

  private final Cache<UUID, Account> accounts;
  private final LocalRings local;

  @Inject
  Accounts(LimitConfig config, LocalRings local, Ticker ticker) {
    this.local = local;
    this.accounts =
        Caffeine.newBuilder()
            .maximumSize(config.remembered())
            .expireAfterAccess(IDLE)
            .ticker(ticker)
            .build();
  }

  /** The token's account with its limits as they are now. */
  Account of(TokenSnapshot token) {
    Account present = accounts.getIfPresent(token.tokenId());
    return present != null && present.quotas().areOf(token) ? present : renewed(token);
  }

  /** A lease under other limits is not used any more; it is given back when it is swept. */
  private Account renewed(TokenSnapshot token) {
    return accounts
        .asMap()
        .compute(
            token.tokenId(),
            (id, present) -> {
              if (present != null && present.quotas().areOf(token)) {
                return present;
              }
              Quotas quotas = Quotas.of(token);
              return new Account(quotas, shares(present, quotas));
            });
  }

  private LocalRings.Shares shares(@Nullable Account present, Quotas quotas) {
    return present != null && present.quotas().organizationId().equals(quotas.organizationId())
        ? present.local()
        : local.open(quotas.organizationId());
  }
}
