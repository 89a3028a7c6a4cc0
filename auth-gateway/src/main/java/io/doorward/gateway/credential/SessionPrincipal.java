package io.doorward.gateway.credential;

import io.doorward.contract.scope.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * A person who is signed in.
 *
 * @param organization the organization's slug as the session names it
 * @param role as the session names it; our own services go by their directory instead
 */
public record SessionPrincipal(
    String subject, Optional<String> organization, Optional<Role> role, Instant expiresAt) {}
