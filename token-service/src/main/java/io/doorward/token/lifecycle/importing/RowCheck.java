package io.doorward.token.lifecycle.importing;

import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.token.catalogue.KnownScopes;
import io.doorward.token.directory.Principal;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of one file: nobody takes over more than their own role and the owner's permit.
 */
final class RowCheck {
  private static final Pattern NAME = Pattern.compile("[^\\p{Cntrl}]{1,100}");
  private static final Pattern PREFIX = Pattern.compile("[!-~]{1,16}");

  private final Principal importer;
  private final KnownScopes known;
  private final Map<String, Role> owners;
  private final Instant now;
  private final Set<ForeignHash> seen = new HashSet<>();

  /**
   * @param owners the roles of the members that the file names
   */
  RowCheck(Principal importer, KnownScopes known, Map<String, Role> owners, Instant now) {
    this.importer = importer;
    this.known = known;
    this.owners = Map.copyOf(owners);
    this.now = now;
  }

  /** A row that is good, ready to be stored. */
  record Good(
      String name,
      ForeignHash hash,
      String prefix,
      String owner,
      ScopeSet scopes,
      @Nullable Instant expiresAt) {}

  /** The key, or in {@code errors} why not. */
  Optional<Good> check(@Nullable ForeignKey key, List<Violation> errors) {
    if (key == null) {
      errors.add(wrong("", "cannot be read", "Send what the documentation of this form names."));
      return Optional.empty();
    }
    String name = text("/name", key.name(), NAME, errors);
    String prefix = text("/prefix", key.prefix(), PREFIX, errors);
    String written = key.hash() == null ? "" : key.hash();
    ForeignHash hash = ForeignHash.parse(written).orElse(null);
    if (hash == null) {
      errors.add(wrong("/hash", "is no hash", "Use sha256:<64 hex digits> or a bcrypt hash."));
    } else if (!seen.add(hash)) {
      errors.add(wrong("/hash", "is in the file twice", "Remove one of the rows."));
    }
    Role role = key.owner() == null ? null : owners.get(key.owner());
    if (role == null) {
      errors.add(wrong("/owner", "is not a member", "Name a member's subject."));
    }
    ScopeSet scopes = scopes(key, role, errors);
    if (key.expiresAt() != null && !key.expiresAt().isAfter(now)) {
      errors.add(wrong("/expiresAt", "is not in the future", "Leave keys out that have expired."));
    }
    return errors.isEmpty() && hash != null && key.owner() != null
        ? Optional.of(new Good(name, hash, prefix, key.owner(), scopes, key.expiresAt()))
        : Optional.empty();
  }

  private ScopeSet scopes(ForeignKey key, @Nullable Role owner, List<Violation> errors) {
    Set<Scope> scopes = new LinkedHashSet<>();
    for (@Nullable String text : key.scopes() == null ? List.<String>of() : key.scopes()) {
      if (text == null || !Scope.isScope(text) || !known.knows(new Scope(text))) {
        errors.add(wrong("/scopes", "names no scope of the catalogue", "Check the spelling."));
      } else if (!importer.role().permits(new Scope(text))
          || (owner != null && !owner.permits(new Scope(text)))) {
        errors.add(wrong("/scopes", "is more than the role permits: " + text, "Leave it out."));
      } else {
        scopes.add(new Scope(text));
      }
    }
    if (key.scopes() == null || key.scopes().isEmpty() || scopes.size() > ScopeSet.MAX_SIZE) {
      errors.add(wrong("/scopes", "is missing or too long", "Name 1 to 100 scopes."));
      return ScopeSet.EMPTY;
    }
    return new ScopeSet(List.copyOf(scopes));
  }

  private static String text(
      String location, @Nullable String value, Pattern form, List<Violation> errors) {
    if (value == null || value.isBlank() || !form.matcher(value).matches()) {
      errors.add(wrong(location, "is missing or not of its form", "See the description."));
      return "";
    }
    return value;
  }

  private static Violation wrong(String location, String message, String fix) {
    return new Violation(location, message, fix);
  }
}
