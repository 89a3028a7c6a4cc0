package io.doorward.token.store;

import io.doorward.contract.snapshot.TokenOwner;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tokens of an organization a change of the directory concerns. Revoked ones never are: no
 * change reaches them.
 *
 * @param agentId only those confined to this agent; {@code null} for all
 * @param owner only this owner's; {@code null} for all
 */
public record TokenSelection(
    UUID organizationId, @Nullable TokenOwner owner, @Nullable UUID agentId) {

  /** All of the organization. */
  public static TokenSelection all(UUID organizationId) {
    return new TokenSelection(organizationId, null, null);
  }

  /** One owner's. */
  public static TokenSelection ownedBy(UUID organizationId, TokenOwner owner) {
    return new TokenSelection(organizationId, owner, null);
  }

  /** Those confined to one agent. */
  public static TokenSelection ofAgent(UUID organizationId, UUID agentId) {
    return new TokenSelection(organizationId, null, agentId);
  }
}
