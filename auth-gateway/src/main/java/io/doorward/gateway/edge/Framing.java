package io.doorward.gateway.edge;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.HostAndPort;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Framing that two readers could understand differently (RFC 9112, sections 3.2, 6.1 and 6.3; RFC
 * 9113, sections 8.2 and 8.3). The decoder has already refused what only it can see; this is the
 * rest.
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
    if (version == null) {
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
    return version == HttpVersion.HTTP_2 ? streamFault(request) : messageFault(request, version);
  }

  private static Optional<String> messageFault(HttpServerRequest request, HttpVersion version) {
    MultiMap headers = request.headers();
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

  /**
   * What RFC 9113, section 8 leaves to the reader of a decoded HTTP/2 request. The codec has
   * refused odd pseudo-header fields, fields of the connection, and {@code :authority} beside
   * another {@code Host}.
   */
  private static Optional<String> streamFault(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (headers.getAll("Host").size() > 1) {
      return Optional.of("at most one Host header is allowed");
    }
    if (headers.getAll("Content-Length").size() > 1) {
      return Optional.of("at most one Content-Length is allowed");
    }
    String authority = authority(request);
    return authority.isEmpty() || !isAuthority(authority)
        ? Optional.of("the authority is not a host with an optional port")
        : Optional.empty();
  }

  /** The host that is asked for, with the port if it was sent; empty if there is none. */
  static String authority(HttpServerRequest request) {
    if (request.version() == HttpVersion.HTTP_2) {
      @Nullable HostAndPort authority = request.authority();
      return authority == null ? "" : authority.toString();
    }
    @Nullable String host = request.headers().get("Host");
    return host == null ? "" : host;
  }

  /** RFC 9110, section 7.2, without the letters that no host name in use has. */
  static boolean isAuthority(String host) {
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
