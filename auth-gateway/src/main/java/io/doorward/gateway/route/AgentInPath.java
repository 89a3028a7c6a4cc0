package io.doorward.gateway.route;

import java.util.Optional;
import java.util.UUID;

/**
 * The agent that a request's path names.
 *
 * @param id empty if what stands in the agent's place is no agent's id
 */
public record AgentInPath(Optional<UUID> id, Visibility visibility) {

  /** What a caller's organization and role must allow beyond the scopes. */
  public enum Visibility {
    /** Nothing; only a token that is confined to an agent is held to it. */
    NOT_ASKED,
    /** The caller must see the agent. */
    READ,
    /** The caller must see it, and it must be of the caller's organization. */
    RUN
  }
}
