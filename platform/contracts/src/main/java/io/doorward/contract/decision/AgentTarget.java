package io.doorward.contract.decision;

import java.util.Optional;
import java.util.UUID;

/**
 * The agent that a request is for.
 *
 * @param id empty if what the request names is no agent's id
 */
public record AgentTarget(Optional<UUID> id) {}
