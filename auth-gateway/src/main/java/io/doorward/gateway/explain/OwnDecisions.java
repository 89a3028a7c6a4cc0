package io.doorward.gateway.explain;

import io.doorward.gateway.InstanceConfig;
import io.doorward.gateway.check.Recollected;
import io.doorward.gateway.check.Recollection;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What this instance remembers. */
@Singleton
class OwnDecisions {
  private final Recollection recollection;
  private final String instance;

  @Inject
  OwnDecisions(Recollection recollection, InstanceConfig config) {
    this.recollection = recollection;
    this.instance = config.instanceId();
  }

  /** The newest for each token of the organization, the newest first. */
  List<Explanation> find(String requestId, String organization) {
    List<Explanation> told = new ArrayList<>();
    Set<UUID> tokens = new HashSet<>();
    for (Recollected decided : recollection.find(requestId)) {
      if (decided.holder().token().organization().equals(organization)
          && tokens.add(decided.holder().token().tokenId())) {
        told.add(Explanation.of(decided, instance));
      }
    }
    return told;
  }
}
