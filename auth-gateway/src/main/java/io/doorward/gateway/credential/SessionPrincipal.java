package io.doorward.gateway.credential;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import java.time.Instant;
import java.util.Optional;

/**
 * A person who is signed in.
 *
 * @param organization the organization's slug as the session names it
 * @param role as the session names it; our own services go by their directory instead
 * @param scopes what it is good for, where it says so as access tokens do (RFC 9068)
 */
public record SessionPrincipal(
    String subject,
    Optional<String> organization,
    Optional<Role> role,
    Optional<ScopeSet> scopes,
    Instant expiresAt) {}
