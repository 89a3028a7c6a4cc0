package io.doorward.gateway.edge;

import io.doorward.contract.channel.Headers;
import java.util.Set;

/** Which header fields may not pass through as they are. */
final class HeaderNames {
  /** RFC 9110, section 7.6.1, with the older names proxies meet. */
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "trailers",
          "transfer-encoding",
          "upgrade",
          "http2-settings",
          "expect");

  /**
   * Set anew by the gateway, the credential, or able to make an upstream act on another path or
   * method.
   */
  private static final Set<String> NEVER_FROM_CLIENTS =
      Set.of(
          "forwarded",
          "x-original-forwarded-for",
          "x-original-host",
          "x-host",
          "x-scheme",
          "x-url-scheme",
          "front-end-https",
          "cf-connecting-ip",
          "x-real-ip",
          "x-client-ip",
          "true-client-ip",
          "x-cluster-client-ip",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-original-url",
          "x-original-method",
          "x-original-uri",
          "x-rewrite-url",
          "x-request-id",
          "authorization",
          "x-api-key",
          "host",
          "content-length");

  /** Fields only the gateway may put on an answer. */
  private static final Set<String> NEVER_FROM_UPSTREAMS =
      Set.of(
          "ratelimit",
          "ratelimit-policy",
          "ratelimit-limit",
          "ratelimit-remaining",
          "ratelimit-reset",
          "x-ratelimit-limit",
          "x-ratelimit-remaining",
          "x-ratelimit-reset",
          "x-request-id",
          "server",
          "x-powered-by",
          "x-aspnet-version");

  /** Whatever a proxy in front may have said, one more name than any list has. */
  private static final String FORWARDED_PREFIX = "x-forwarded-";

  private HeaderNames() {}

  /**
   * Lower case, hyphens for all that is no letter or digit: upstreams that make variables of names
   * cannot tell these apart.
   */
  static String canonical(String name) {
    StringBuilder canonical = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean upper = c >= 'A' && c <= 'Z';
      boolean kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      canonical.append(upper ? (char) (c + ('a' - 'A')) : kept ? c : '-');
    }
    return canonical.toString();
  }

  static boolean isHopByHop(String canonical) {
    return HOP_BY_HOP.contains(canonical);
  }

  static boolean isReserved(String canonical) {
    return canonical.startsWith(Headers.RESERVED_PREFIX);
  }

  static boolean isWithheldFromUpstream(String canonical) {
    return isReserved(canonical)
        || isHopByHop(canonical)
        || canonical.startsWith(FORWARDED_PREFIX)
        || NEVER_FROM_CLIENTS.contains(canonical);
  }

  static boolean isWithheldFromClient(String canonical) {
    return isReserved(canonical)
        || isHopByHop(canonical)
        || NEVER_FROM_UPSTREAMS.contains(canonical);
  }

  /** RFC 9110, section 5.6.2. */
  static boolean isToken(String name) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (!isTokenCharacter(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static boolean isTokenCharacter(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || "!#$%&'*+-.^_`|~".indexOf(c) >= 0;
  }
}
