package io.doorward.gateway.check;

import io.doorward.contract.scope.Scope;
import java.util.List;
import java.util.stream.Collectors;

/**
 * {@code WWW-Authenticate} values (RFC 6750, section 3). Nothing in them comes from the request,
 * and scopes have a form without quotes, so no value can break out of its quotes.
 */
final class Challenge {
  private static final String REALM = "Bearer realm=\"doorward\"";

  /** No credential was sent: no error code. */
  static final String MISSING = REALM;

  /** The credential is of no use, for whatever reason. */
  static final String INVALID =
      REALM + ", error=\"invalid_token\", error_description=\"The credential is not valid\"";

  /** The request carries its credential in a way that is not accepted. */
  static final String MALFORMED = REALM + ", error=\"invalid_request\"";

  private Challenge() {}

  /** The credential is good but does not go so far. */
  static String insufficient(List<Scope> needed) {
    return REALM
        + ", error=\"insufficient_scope\", scope=\""
        + needed.stream().map(Scope::value).collect(Collectors.joining(" "))
        + "\"";
  }
}
