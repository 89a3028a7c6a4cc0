package io.doorward.token.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who acts.
 *
 * @param id the member's subject, for a token too (its owner's); the service's name for a service
 * @param tokenUsed the API token that was used, if one was
 * @param requestId the request it happened in; for an event the event's id
 * @param ip the client's address
 */
public record Actor(
    Kind kind, String id, @Nullable UUID tokenUsed, String requestId, @Nullable String ip) {

  /** What acts. */
  public enum Kind {
    USER,
    TOKEN,
    SERVICE
  }
}
