package io.doorward.token.lifecycle.issue;

import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.snapshot.Limits;
import io.doorward.token.store.StoredToken;
import io.doorward.token.store.Terms;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Who gives a token, and so the most it may have: nobody gives more than they have. A session has
 * what its role permits; a token has that, and no more than its own scopes, limits, addresses and
 * time: until it expires or, once it has been replaced, its overlap ends. Pure.
 *
 * @param token the API token in use; {@code null} for a session
 */
public record Grantor(Role role, @Nullable StoredToken token) {
  private static final String FIX = "Ask for no more than you have yourself.";

  /** The wish, with what was left open taken over from the token in use. */
  Wish inherit(Wish wish) {
    if (token == null) {
      return wish;
    }
    return new Wish(
        wish.name(),
        wish.type(),
        wish.environment(),
        wish.scopes(),
        wish.limits().orElse(token.limits()),
        wish.allowedIps().isEmpty() ? blocks(token) : wish.allowedIps(),
        wish.expiresAt() == null ? token.endsAt() : wish.expiresAt(),
        wish.labels());
  }

  /** Everything in the wish that is more than the grantor has. */
  public List<Violation> excess(Wish wish) {
    return excess(wish, wish.expiresAt(), token == null ? null : token.endsAt());
  }

  private List<Violation> excess(Wish wish, @Nullable Instant wished, @Nullable Instant end) {
    List<Violation> excess = new ArrayList<>();
    for (Scope scope : wish.scopes().scopes()) {
      if (!role.permits(scope)) {
        excess.add(new Violation("/scopes", "Your role does not permit " + scope + ".", FIX));
      } else if (token != null && !token.scopes().grants(scope)) {
        excess.add(new Violation("/scopes", "The token in use does not grant " + scope + ".", FIX));
      }
    }
    if (token != null) {
      limits(wish.limits().orElse(token.planLimits()), token.effectiveLimits(), excess);
      addresses(wish.allowedIps(), blocks(token), excess);
      time(wished, end, excess);
      if (wish.environment() != token.environment()) {
        excess.add(
            new Violation("/environment", "The token in use belongs to the other one.", FIX));
      }
    }
    return excess;
  }

  /** As {@link #excess(Wish)}, for a token there is already that is to be so. */
  public List<Violation> excess(StoredToken other, Terms terms) {
    return excess(other, terms, token == null ? null : token.endsAt());
  }

  /**
   * What the successor of the token in use is more than that token. The overlap counts for nothing
   * here: it is there so that the holder can go over to what lives longer.
   */
  public List<Violation> excessOfSuccessor(StoredToken successor) {
    return excess(successor, successor.terms(), token == null ? null : token.expiresAt());
  }

  private List<Violation> excess(StoredToken other, Terms terms, @Nullable Instant end) {
    Instant overlap = other.overlapUntil();
    Instant expiry = terms.expiresAt();
    boolean ending = overlap != null && (expiry == null || overlap.isBefore(expiry));
    List<Violation> excess = excess(Wish.of(other, terms), ending ? overlap : expiry, end);
    UUID agent = token == null ? null : token.agentId();
    if (agent != null && !agent.equals(other.agentId())) {
      excess.add(new Violation("/agentId", "The token in use is confined to its agent.", FIX));
    }
    return excess;
  }

  private static void limits(Limits wished, Limits own, List<Violation> excess) {
    limit("perSecond", wished.perSecond(), own.perSecond(), excess);
    limit("perMinute", wished.perMinute(), own.perMinute(), excess);
    limit("perHour", wished.perHour(), own.perHour(), excess);
    limit("perDay", wished.perDay(), own.perDay(), excess);
  }

  private static void limit(
      String member, @Nullable Integer wished, @Nullable Integer own, List<Violation> excess) {
    if (own != null && (wished == null || wished > own)) {
      excess.add(
          new Violation("/limits/" + member, "The token in use has at most " + own + ".", FIX));
    }
  }

  private static void addresses(List<Cidr> wished, List<Cidr> own, List<Violation> excess) {
    if (own.isEmpty()) {
      return;
    }
    boolean within =
        !wished.isEmpty() && wished.stream().allMatch(w -> own.stream().anyMatch(o -> o.covers(w)));
    if (!within) {
      excess.add(
          new Violation("/allowedIps", "The token in use is confined to fewer addresses.", FIX));
    }
  }

  private static void time(
      @Nullable Instant wished, @Nullable Instant own, List<Violation> excess) {
    if (own != null && (wished == null || wished.isAfter(own))) {
      excess.add(new Violation("/expiresAt", "The token in use ends earlier.", FIX));
    }
  }

  private static List<Cidr> blocks(StoredToken token) {
    return token.allowedIps().stream().flatMap(ip -> Cidr.parse(ip).stream()).toList();
  }
}
