package io.doorward.usage.query;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whose figures are asked for; every query names the organization, so that nothing can be seen
 * across it.
 *
 * @param organizations the organization's id; none if nothing is known of it, and nothing is found
 * @param token one token, or {@code null} for all
 * @param owner tokens of this owner only, or {@code null} for all
 */
record Subject(List<UUID> organizations, @Nullable UUID token, @Nullable String owner) {
  Subject {
    organizations = List.copyOf(organizations);
  }
}
