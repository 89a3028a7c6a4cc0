package io.doorward.token.lifecycle.issue;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.contract.snapshot.Limits;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import io.doorward.token.catalogue.KnownScopes;
import io.doorward.token.store.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Looks at everything that was asked for and reports all that is wrong together. Pure. */
public final class Validation {
  private static final int MAX_IPS = 100;

  /** The last instant an RFC 3339 timestamp can name. */
  public static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

  private final KnownScopes catalogue;
  private final Limits plan;
  private final Instant now;
  private final List<Violation> violations = new ArrayList<>();
  private boolean onlyUnknownScopes = true;

  public Validation(KnownScopes catalogue, Limits plan, Instant now) {
    this.catalogue = catalogue;
    this.plan = plan;
    this.now = now;
  }

  /** What came of it. */
  public sealed interface Result {}

  /** All is well. */
  public record Valid(Wish wish) implements Result {}

  /** Something is not. */
  public record Invalid(ErrorCode code, List<Violation> violations) implements Result {
    public Invalid {
      violations = List.copyOf(violations);
    }
  }

  /** A new token: everything counts. */
  Result check(CreateToken asked) {
    return check(asked, member -> true);
  }

  /** Only these members are looked at; the others are empty in the wish. */
  public Result check(CreateToken asked, Predicate<String> members) {
    String name = members.test("name") ? name(asked.name()) : "";
    ScopeSet scopes = members.test("scopes") ? scopes(asked.scopes()) : ScopeSet.EMPTY;
    if (members.test("scopes")) {
      suits(scopes, Objects.requireNonNullElse(asked.type(), TokenType.PERSONAL));
    }
    Limits limits = asked.limits() == null ? Limits.NONE : limits(asked.limits());
    List<Cidr> ips = ips(asked.allowedIps());
    expiry(asked.expiresAt());
    Labels labels = Labelling.check(asked.tags(), asked.metadata(), this::wrong);
    if (!violations.isEmpty()) {
      return new Invalid(
          onlyUnknownScopes ? ErrorCode.UNKNOWN_SCOPE : ErrorCode.VALIDATION_FAILED, violations);
    }
    return new Valid(
        new Wish(
            name,
            Objects.requireNonNullElse(asked.type(), TokenType.PERSONAL),
            Objects.requireNonNullElse(asked.environment(), TokenEnvironment.LIVE),
            scopes,
            limits,
            ips,
            asked.expiresAt(),
            labels));
  }

  private String name(@Nullable String name) {
    if (name == null) {
      wrong("/name", "is missing", "Give the token a name that tells what it is for.");
      return "";
    }
    TokenName checked = TokenName.of(name);
    checked.fault().ifPresent(fault -> wrong("/name", fault, TokenName.FIX));
    return checked.value();
  }

  private ScopeSet scopes(@Nullable List<@Nullable String> scopes) {
    if (scopes == null || scopes.isEmpty()) {
      wrong("/scopes", "is missing or empty", "Name at least one scope.");
      return ScopeSet.EMPTY;
    }
    if (scopes.size() > ScopeSet.MAX_SIZE) {
      wrong("/scopes", "has more than 100 scopes", "Use wildcards such as agents:*.");
      return ScopeSet.EMPTY;
    }
    Set<Scope> known = new LinkedHashSet<>();
    for (int i = 0; i < scopes.size(); i++) {
      String scope = scopes.get(i);
      if (scope == null) {
        wrong("/scopes/" + i, "is null", "Remove it.");
      } else if (Scope.isScope(scope) && catalogue.knows(new Scope(scope))) {
        known.add(new Scope(scope));
      } else {
        violations.add(
            new Violation(
                "/scopes/" + i,
                "is not a scope of the catalogue",
                "Check its spelling; scopes are lower-case, such as demo:read or agents:*."));
      }
    }
    return new ScopeSet(List.copyOf(known));
  }

  private void suits(ScopeSet scopes, TokenType type) {
    for (Scope scope : scopes.scopes()) {
      if (!catalogue.suits(scope, type)) {
        wrong(
            "/scopes",
            "has " + scope + ", which a token of type " + type.wireName() + " may not have",
            "Leave it out, or name the scopes below it one by one.");
      }
    }
  }

  private Limits limits(Limits asked) {
    limit("perSecond", asked.perSecond(), plan.perSecond());
    limit("perMinute", asked.perMinute(), plan.perMinute());
    limit("perHour", asked.perHour(), plan.perHour());
    limit("perDay", asked.perDay(), plan.perDay());
    return asked;
  }

  private void limit(String member, @Nullable Integer asked, @Nullable Integer most) {
    if (asked == null) {
      return;
    }
    if (asked < 1) {
      wrong(
          "/limits/" + member,
          "is not positive",
          "Use a number from 1; leave it out for the plan's.");
    } else if (most != null && asked > most) {
      wrong("/limits/" + member, "is more than the plan allows", "Use at most " + most + ".");
    }
  }

  private List<Cidr> ips(@Nullable List<@Nullable String> asked) {
    if (asked == null) {
      return List.of();
    }
    if (asked.isEmpty()) {
      wrong(
          "/allowedIps",
          "is empty, so no address could use the token",
          "Leave it out for anywhere.");
    }
    if (asked.size() > MAX_IPS) {
      wrong("/allowedIps", "has more than " + MAX_IPS + " entries", "Use larger blocks.");
      return List.of();
    }
    Set<Cidr> blocks = new LinkedHashSet<>();
    for (int i = 0; i < asked.size(); i++) {
      String text = asked.get(i);
      Cidr block = text == null ? null : Cidr.parse(text).orElse(null);
      if (block == null) {
        wrong(
            "/allowedIps/" + i,
            "is neither an IP address nor a CIDR block",
            "Write 192.0.2.7, 192.0.2.0/24 or 2001:db8::/32.");
      } else {
        blocks.add(block);
      }
    }
    return List.copyOf(blocks);
  }

  private void expiry(@Nullable Instant expiresAt) {
    if (expiresAt != null && !expiresAt.isAfter(now)) {
      wrong(
          "/expiresAt", "is not in the future", "Use a later instant, or leave it out for never.");
    } else if (expiresAt != null && expiresAt.isAfter(LAST)) {
      wrong("/expiresAt", "is later than year 9999", "Leave it out for never.");
    }
  }

  private void wrong(String location, String message, String fix) {
    onlyUnknownScopes = false;
    violations.add(new Violation(location, message, fix));
  }
}
