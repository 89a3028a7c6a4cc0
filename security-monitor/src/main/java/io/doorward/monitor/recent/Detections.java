package io.doorward.monitor.recent;

import io.doorward.contract.event.SecurityEvent;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** The newest detections by organization, bounded. Safe for several threads. */
@ApplicationScoped
class Detections {
  private final int perOrganization;
  private final int inAll;
  private final Map<UUID, SecurityEvent> byId = new LinkedHashMap<>();
  private final Map<UUID, Integer> counts = new HashMap<>();
  private final Map<String, Set<UUID>> organizations = new HashMap<>();

  Detections(RecentConfig config) {
    perOrganization = config.perOrganization();
    inAll = config.inAll();
  }

  /** An organization goes by this slug. */
  synchronized void named(String slug, UUID organization) {
    organizations.computeIfAbsent(slug, s -> new HashSet<>()).add(organization);
  }

  /** Whom a slug stands for. */
  synchronized Set<UUID> organizations(String slug) {
    return Set.copyOf(organizations.getOrDefault(slug, Set.of()));
  }

  /** Notes a detection; one that is known already changes nothing. */
  synchronized void add(SecurityEvent event) {
    if (byId.putIfAbsent(event.id(), event) != null) {
      return;
    }
    if (counts.merge(event.organizationId(), 1, Integer::sum) > perOrganization) {
      forgetOldest(event.organizationId());
    } else if (byId.size() > inAll) {
      forgetOldest(byId.values().iterator().next().organizationId());
    }
  }

  /** The newest of these organizations, newest first. */
  synchronized List<SecurityEvent> newest(Set<UUID> of, int limit) {
    List<SecurityEvent> found = new ArrayList<>();
    for (SecurityEvent event : byId.values()) {
      if (of.contains(event.organizationId())) {
        found.add(event);
      }
    }
    found.sort(Comparator.comparing(SecurityEvent::at).reversed());
    return List.copyOf(found.subList(0, Math.min(limit, found.size())));
  }

  private void forgetOldest(UUID organization) {
    for (Iterator<SecurityEvent> each = byId.values().iterator(); each.hasNext(); ) {
      if (each.next().organizationId().equals(organization)) {
        each.remove();
        counts.merge(organization, -1, (a, b) -> a + b == 0 ? null : a + b);
        return;
      }
    }
  }
}
