package io.doorward.token.lifecycle.issue;

import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.token.store.Creator;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who is to own a new token, and within what.
 *
 * @param creator the person who creates it, with the role that is the token's ceiling
 * @param agentId the one agent the token is confined to
 */
record Beneficiary(TokenOwner owner, Creator creator, @Nullable UUID agentId) {

  /** The same, confined to an agent. */
  Beneficiary confinedTo(@Nullable UUID agent) {
    return new Beneficiary(owner, creator, agent);
  }
}
