package io.doorward.token.lifecycle.importing;

import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.KnownScopes;
import io.doorward.token.catalogue.policy.TokenPolicy;
import io.doorward.token.lifecycle.issue.Cidr;
import io.doorward.token.lifecycle.issue.TokenName;
import io.doorward.token.lifecycle.issue.Validation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the rows of one file: nobody takes over more than their own role and the owner's permit.
 */
final class RowCheck {
  /** It is shown: shorter than the shortest key, so that it can be no whole one. */
  private static final int LONGEST_PREFIX = ForeignSecret.SHORTEST - 1;

  private static final Pattern PREFIX = Pattern.compile("[!-+\\--~]{1," + LONGEST_PREFIX + "}");
  private static final Pattern SUBJECT = Pattern.compile("[^\\p{Cntrl}]{1,255}");
  private static final int MOST_IPS = 50;

  /** Each of them is compared with a key that begins so, and a comparison is slow. */
  static final int MOST_ALIKE = 5;

  private final Role importer;
  private final Surroundings around;
  private final Predicate<String> ours;
  private final Instant now;
  private final Set<ForeignHash> seen = new HashSet<>();
  private final NavigableMap<String, Integer> alike;

  /**
   * What the rows are checked against.
   *
   * @param owners the roles of the members that the file names
   * @param alike how many keys with a bcrypt hash the organization has already, by prefix; of
   *     prefixes that begin with those of the file, or those with them
   */
  record Surroundings(
      KnownScopes known, Map<String, Role> owners, TokenPolicy policy, Map<String, Integer> alike) {
    Surroundings {
      owners = Map.copyOf(owners);
      alike = Map.copyOf(alike);
    }
  }

  /**
   * @param importer the role of who imports, as it is now
   * @param ours whether what begins so is taken for a token of ours
   */
  RowCheck(Role importer, Surroundings around, Predicate<String> ours, Instant now) {
    this.importer = importer;
    this.around = around;
    this.ours = ours;
    this.now = now;
    this.alike = new TreeMap<>(around.alike());
  }

  /** A row that is good, ready to be stored. */
  record Good(
      String name,
      ForeignHash hash,
      String prefix,
      String owner,
      Role role,
      ScopeSet scopes,
      List<String> allowedIps,
      @Nullable Instant expiresAt) {
    Good {
      allowedIps = List.copyOf(allowedIps);
    }
  }

  /** Whether its prefix may be one: only such are asked for. */
  static boolean hasPrefix(ForeignKey key) {
    return key.prefix() != null && PREFIX.matcher(key.prefix()).matches();
  }

  /** Whether its owner may be one: only such are asked for. */
  static boolean hasOwner(ForeignKey key) {
    return key.owner() != null && SUBJECT.matcher(key.owner()).matches();
  }

  /** The key, or in {@code errors} why not. */
  Optional<Good> check(@Nullable ForeignKey key, List<Violation> errors) {
    if (key == null) {
      errors.add(wrong("", "cannot be read", "Send what the documentation of this form names."));
      return Optional.empty();
    }
    TokenName name = TokenName.of(key.name() == null ? "" : key.name());
    name.fault().ifPresent(fault -> errors.add(wrong("/name", fault, TokenName.FIX)));
    String prefix = hasPrefix(key) ? Objects.requireNonNull(key.prefix()) : "";
    if (prefix.isEmpty()) {
      errors.add(
          wrong(
              "/prefix",
              "is missing or not of its form",
              "Give 1 to " + LONGEST_PREFIX + " characters of how the key begins, never all."));
    } else if (ours.test(prefix)) {
      errors.add(wrong("/prefix", "is that of tokens made here", "Such a key cannot be used."));
    }
    ForeignHash hash = hash(key, prefix, errors);
    Role role = key.owner() == null ? null : around.owners().get(key.owner());
    if (role == null) {
      errors.add(wrong("/owner", "is not a member", "Name a member's subject."));
    }
    ScopeSet scopes = scopes(key, role, errors);
    List<Cidr> allowedIps = allowedIps(key, errors);
    Instant expiresAt =
        key.expiresAt() == null ? null : key.expiresAt().truncatedTo(ChronoUnit.MICROS);
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      errors.add(wrong("/expiresAt", "is not in the future", "Leave keys out that have expired."));
    } else if (expiresAt != null && expiresAt.isAfter(Validation.LAST)) {
      errors.add(wrong("/expiresAt", "is later than year 9999", "Leave it out for never."));
    }
    errors.addAll(
        around
            .policy()
            .violations(TokenType.PERSONAL, scopes, Cidr.confine(allowedIps), now, expiresAt));
    return errors.isEmpty() && hash != null && role != null && key.owner() != null
        ? Optional.of(
            new Good(
                name.value(),
                hash,
                prefix,
                key.owner(),
                role,
                scopes,
                allowedIps.stream().map(Cidr::toString).toList(),
                expiresAt))
        : Optional.empty();
  }

  private @Nullable ForeignHash hash(ForeignKey key, String prefix, List<Violation> errors) {
    String written = key.hash() == null ? "" : key.hash();
    ForeignHash hash = ForeignHash.parse(written).orElse(null);
    if (hash == null) {
      errors.add(wrong("/hash", "is no hash", "Use sha256:<64 hex digits> or a bcrypt hash."));
      return null;
    }
    if (!seen.add(hash)) {
      errors.add(wrong("/hash", "is in the file twice", "Remove one of the rows."));
    }
    if (hash.algorithm() == ForeignHash.Algorithm.BCRYPT) {
      if (hash.tooSlow()) {
        errors.add(
            wrong(
                "/hash",
                "has a cost above " + ForeignHash.HIGHEST_COST,
                "Give its owner a new token instead."));
      }
      alike.merge(prefix, 1, Integer::sum);
      if (!prefix.isEmpty() && tooManyAlike(prefix)) {
        errors.add(
            wrong(
                "/prefix",
                "begins like those of more than " + MOST_ALIKE + " keys with a bcrypt hash",
                "Give more characters of how the keys begin, up to " + LONGEST_PREFIX + "."));
      }
    }
    return hash;
  }

  /**
   * Whether a key that begins so may have to be compared with more than may be: with those whose
   * prefix is shorter, and if it goes on like them with those whose prefix is longer.
   */
  private boolean tooManyAlike(String prefix) {
    int count = Beginnings.of(prefix).mapToInt(shorter -> alike.getOrDefault(shorter, 0)).sum();
    for (Map.Entry<String, Integer> longer : alike.tailMap(prefix, false).entrySet()) {
      if (count > MOST_ALIKE || !longer.getKey().startsWith(prefix)) {
        break;
      }
      count += longer.getValue();
    }
    return count > MOST_ALIKE;
  }

  private static List<Cidr> allowedIps(ForeignKey key, List<Violation> errors) {
    List<@Nullable String> written = key.allowedIps() == null ? List.of() : key.allowedIps();
    if (written.size() > MOST_IPS) {
      errors.add(wrong("/allowedIps", "has more than " + MOST_IPS, "Combine blocks."));
      return List.of();
    }
    List<Cidr> blocks = new ArrayList<>();
    for (@Nullable String text : written) {
      Optional<Cidr> block = text == null ? Optional.empty() : Cidr.parse(text);
      if (block.isEmpty()) {
        errors.add(wrong("/allowedIps", "has an entry that is no block", "Use 192.0.2.0/24."));
      } else {
        blocks.add(block.get());
      }
    }
    return blocks;
  }

  private ScopeSet scopes(ForeignKey key, @Nullable Role owner, List<Violation> errors) {
    List<@Nullable String> written = key.scopes();
    if (written == null || written.isEmpty() || written.size() > ScopeSet.MAX_SIZE) {
      errors.add(wrong("/scopes", "is missing or too long", "Name 1 to 100 scopes."));
      return ScopeSet.EMPTY;
    }
    Set<Scope> scopes = new LinkedHashSet<>();
    for (@Nullable String text : written) {
      if (text == null || !Scope.isScope(text) || !around.known().knows(new Scope(text))) {
        errors.add(wrong("/scopes", "names no scope of the catalogue", "Check the spelling."));
      } else if (!importer.permits(new Scope(text))
          || (owner != null && !owner.permits(new Scope(text)))) {
        errors.add(wrong("/scopes", "is more than the role permits: " + text, "Leave it out."));
      } else if (!around.known().suits(new Scope(text), TokenType.PERSONAL)) {
        errors.add(wrong("/scopes", "is not for personal tokens: " + text, "Leave it out."));
      } else {
        scopes.add(new Scope(text));
      }
    }
    return new ScopeSet(List.copyOf(scopes));
  }

  private static Violation wrong(String location, String message, String fix) {
    return new Violation(location, message, fix);
  }
}
