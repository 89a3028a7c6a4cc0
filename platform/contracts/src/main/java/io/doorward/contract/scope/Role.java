package io.doorward.contract.scope;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Set;

/**
 * What a member may do in the organization, and so the ceiling of every token the member owns: a
 * request is allowed if the token's scopes grant it <b>and</b> the owner's role permits it now.
 *
 * <p>Ranked: each role permits at least what the one below it permits.
 */
public enum Role {
  /** Reads what members may see. */
  VIEWER,
  /** Works with everything but the organization itself. */
  MEMBER,
  /** Looks after the organization's people, tokens and security. */
  ADMIN,
  /** May do everything. */
  OWNER;

  /** Resources that belong to the organization itself, not to the work done in it. */
  private static final Set<String> ADMINISTRATION =
      Set.of(
          "org",
          "members",
          "service-accounts",
          "audit",
          "security",
          "kill-switches",
          "policies",
          "plans",
          "webhooks");

  /** Whether the role lets its holder do what the scope names. A wildcard must be allowed whole. */
  public boolean permits(Scope required) {
    return switch (this) {
      case OWNER -> true;
      case ADMIN -> !required.root().equals("*") && !required.implies(new Scope("org:admin"));
      case MEMBER -> !required.root().equals("*") && !ADMINISTRATION.contains(required.root());
      case VIEWER -> required.action().equals("read") && MEMBER.permits(required);
    };
  }

  /** Whether this role manages what belongs to other members. */
  public boolean administers() {
    return compareTo(ADMIN) >= 0;
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such role
   */
  @JsonCreator
  public static Role of(String wireName) {
    for (Role role : values()) {
      if (role.wireName().equals(wireName)) {
        return role;
      }
    }
    throw new IllegalArgumentException("a role is one of owner, admin, member, viewer");
  }
}
