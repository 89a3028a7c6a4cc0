package io.doorward.gateway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Framing that two readers could understand differently (RFC 9112, sections 3.2, 6.1 and 6.3). The
 * decoder has already refused what only it can see; this is the rest.
 */
final class Framing {
  private static final Pattern AUTHORITY =
      Pattern.compile("(?:[A-Za-z0-9._-]*|\\[[0-9A-Fa-f:.]+])(?::[0-9]{0,5})?");

  private Framing() {}

  /** How many header lines there are; {@link MultiMap#size} counts names. */
  static int lines(MultiMap headers) {
    int lines = 0;
    for (Map.Entry<String, String> ignored : headers) {
      lines++;
    }
    return lines;
  }

  /** What is wrong, if anything. */
  static Optional<String> fault(HttpServerRequest request) {
    @Nullable HttpVersion version = request.version();
    if (version != HttpVersion.HTTP_1_1 && version != HttpVersion.HTTP_1_0) {
      return Optional.of("the HTTP version is not supported");
    }
    MultiMap headers = request.headers();
    for (Map.Entry<String, String> field : headers) {
      if (!HeaderNames.isToken(field.getKey())) {
        return Optional.of("a header name holds a character that is not allowed");
      }
      if (!isFieldValue(field.getValue())) {
        return Optional.of("a header value holds a control character");
      }
    }
    List<String> hosts = headers.getAll("Host");
    if (hosts.size() > 1 || (hosts.isEmpty() && version == HttpVersion.HTTP_1_1)) {
      return Optional.of("exactly one Host header is required");
    }
    if (!hosts.isEmpty() && !isAuthority(hosts.get(0))) {
      return Optional.of("the Host header is not a host with an optional port");
    }
    List<String> encodings = headers.getAll("Transfer-Encoding");
    if (encodings.isEmpty()) {
      return Optional.empty();
    }
    if (version == HttpVersion.HTTP_1_0
        || encodings.size() > 1
        || !encodings.get(0).equalsIgnoreCase("chunked")) {
      return Optional.of("the only transfer coding supported is chunked, once, in HTTP/1.1");
    }
    return headers.contains("Content-Length")
        ? Optional.of("Content-Length and Transfer-Encoding exclude each other")
        : Optional.empty();
  }

  /** RFC 9110, section 7.2, without the letters that no host name in use has. */
  private static boolean isAuthority(String host) {
    return AUTHORITY.matcher(host).matches();
  }

  private static boolean isFieldValue(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if ((c < 0x20 && c != '\t') || c == 0x7f) {
        return false;
      }
    }
    return true;
  }
}
