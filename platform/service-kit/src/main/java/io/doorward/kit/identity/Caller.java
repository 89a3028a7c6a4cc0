package io.doorward.kit.identity;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who makes the request, as its verified JWT says. */
public sealed interface Caller {

  /** Whether the caller may do what the scope names. */
  boolean may(Scope required);

  /**
   * A person signed in at the OpenID provider.
   *
   * @param subject stable id at the provider
   * @param emailVerified whether the provider says that the address is theirs
   * @param organization the organization's slug
   * @param role as the provider says; where a service keeps members itself, its record counts
   */
  record Session(
      String subject,
      @Nullable String email,
      boolean emailVerified,
      @Nullable String name,
      String organization,
      Role role)
      implements Caller {
    @Override
    public boolean may(Scope required) {
      return role.permits(required);
    }
  }

  /**
   * An API token that the gateway has checked.
   *
   * @param ownerId whom it acts for
   * @param role the owner's role at the time of the request
   */
  record Token(
      UUID tokenId,
      String ownerId,
      UUID organizationId,
      String organization,
      Role role,
      ScopeSet scopes)
      implements Caller {
    @Override
    public boolean may(Scope required) {
      return scopes.grants(required) && role.permits(required);
    }
  }

  /** The gateway itself, for internal operations only. */
  record Gateway() implements Caller {
    @Override
    public boolean may(Scope required) {
      return false;
    }
  }
}
