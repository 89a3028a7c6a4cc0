package io.doorward.gateway.decision;

import io.doorward.contract.scope.Scope;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code WWW-Authenticate} values (RFC 6750, section 3). Nothing in them comes from the request,
 * and scopes have a form without quotes, so no value can break out of its quotes.
 */
public final class Challenge {
  private static final String REALM = "Bearer realm=\"doorward\"";

  /** No credential was sent: no error code. */
  public static final String MISSING = REALM;

  /** The credential is of no use, for whatever reason. */
  public static final String INVALID =
      REALM + ", error=\"invalid_token\", error_description=\"The credential is not valid\"";

  /** The request carries its credential in a way that is not accepted. */
  public static final String MALFORMED = REALM + ", error=\"invalid_request\"";

  private Challenge() {}

  /** The credential is good but does not go so far. */
  public static String insufficient(List<Scope> needed) {
    return REALM
        + ", error=\"insufficient_scope\", scope=\""
        + needed.stream().map(Scope::value).collect(Collectors.joining(" "))
        + "\"";
  }
}
