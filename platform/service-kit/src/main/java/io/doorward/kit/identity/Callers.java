package io.doorward.kit.identity;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.kit.problem.ProblemException;
import java.util.UUID;
import org.eclipse.microprofile.jwt.JsonWebToken;
import org.jspecify.annotations.Nullable;

/** Makes the {@link Caller} of the request from the claims of its verified JWT. */
final class Callers {
  private Callers() {}

  /**
   * Reads the claims.
   *
   * @throws ProblemException {@code invalid_token} if a claim is missing or has another form
   */
  static Caller of(JsonWebToken jwt) {
    try {
      if (!TrustedIssuers.GATEWAY_ISSUER.equals(jwt.getIssuer())) {
        return new Caller.Session(
            jwt.getSubject(),
            optional(jwt, "email"),
            "true".equals(optional(jwt, "email_verified")),
            optional(jwt, "name"),
            required(jwt, "org"),
            Role.of(required(jwt, "org_role")));
      }
      if (jwt.getAudience().contains(TrustedIssuers.INTERNAL_AUDIENCE)) {
        requireSubject(jwt, TrustedIssuers.GATEWAY_SUBJECT);
        return new Caller.Gateway();
      }
      return new Caller.Token(
          UUID.fromString(required(jwt, "tid")),
          jwt.getSubject(),
          UUID.fromString(required(jwt, "org")),
          required(jwt, "org_slug"),
          Role.of(required(jwt, "org_role")),
          ScopeSet.ofSpaceSeparated(required(jwt, "scope")));
    } catch (IllegalArgumentException e) {
      throw ProblemException.of(
          ErrorCode.INVALID_TOKEN, "The credential lacks a claim that is needed here.");
    }
  }

  private static void requireSubject(JsonWebToken jwt, String subject) {
    if (!subject.equals(jwt.getSubject())) {
      throw new IllegalArgumentException("another subject than " + subject);
    }
  }

  private static @Nullable String optional(JsonWebToken jwt, String claim) {
    Object value = jwt.getClaim(claim);
    return value == null ? null : value.toString();
  }

  private static String required(JsonWebToken jwt, String claim) {
    String value = optional(jwt, claim);
    if (value == null) {
      throw new IllegalArgumentException("claim " + claim + " is missing");
    }
    return value;
  }
}
