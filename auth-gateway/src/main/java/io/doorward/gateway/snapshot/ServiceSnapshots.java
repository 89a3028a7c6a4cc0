package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Snapshots as token-service gives them. */
@Singleton
class ServiceSnapshots {
  private final ServiceClient service;

  @Inject
  ServiceSnapshots(
      Vertx vertx,
      ServiceAddressConfig address,
      SnapshotConfig config,
      ServiceCredential credential,
      Ticker ticker) {
    this.service =
        new ServiceClient(vertx, address, config, config.serviceConcurrency(), credential, ticker);
  }

  /** The token, or empty if there is none. Fails if token-service cannot be asked. */
  Future<Optional<TokenSnapshot>> find(LookupKey lookup) {
    return service.find("snapshots/" + lookup.value(), TokenSnapshot.class);
  }
}
