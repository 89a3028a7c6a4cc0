package io.doorward.gateway.proxy;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The opening handshake of a WebSocket, as a proxy has to look at it (RFC 6455, section 4). */
final class WebSocketHandshake {
  static final String VERSION_FIELD = "Sec-WebSocket-Version";
  static final String VERSION = "13";

  private static final String KEY_FIELD = "Sec-WebSocket-Key";
  private static final String ACCEPT_FIELD = "Sec-WebSocket-Accept";
  private static final String PROTOCOL = "websocket";

  /** Section 1.3. */
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  /** 16 bytes in base64. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9+/]{22}==");

  private WebSocketHandshake() {}

  /** Whether a request asks for a WebSocket, well or badly. */
  static boolean isAsked(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_1_1
        && lists(request.headers(), "Upgrade", PROTOCOL);
  }

  /** What keeps the handshake from being one, if anything. */
  static Optional<String> fault(HttpServerRequest request) {
    MultiMap headers = request.headers();
    if (!HttpMethod.GET.equals(request.method())
        || headers.contains("Transfer-Encoding")
        || !headers.getAll("Content-Length").stream().allMatch("0"::equals)) {
      return Optional.of("A WebSocket is opened with GET and no body.");
    }
    if (!lists(headers, "Connection", "upgrade")
        || !headers.getAll("Upgrade").stream().allMatch(PROTOCOL::equalsIgnoreCase)) {
      return Optional.of("A WebSocket needs Connection: Upgrade and Upgrade: websocket.");
    }
    if (!headers.getAll(VERSION_FIELD).equals(List.of(VERSION))) {
      return Optional.of("The only version of the WebSocket protocol is 13.");
    }
    List<String> keys = headers.getAll(KEY_FIELD);
    return keys.size() == 1 && KEY.matcher(keys.get(0).strip()).matches()
        ? Optional.empty()
        : Optional.of("Sec-WebSocket-Key must be 16 bytes in base64, once.");
  }

  /** The two fields that a proxy does not pass on by itself. */
  static void ask(MultiMap headers) {
    headers.set("Connection", "Upgrade");
    headers.set("Upgrade", PROTOCOL);
  }

  /** Whether an upstream has really agreed, to this very request. */
  static boolean isAgreed(int status, MultiMap answer, HttpServerRequest request) {
    String key = request.getHeader(KEY_FIELD);
    return status == 101
        && key != null
        && lists(answer, "Connection", "upgrade")
        && answer.getAll("Upgrade").stream().anyMatch(PROTOCOL::equalsIgnoreCase)
        && answer.getAll(ACCEPT_FIELD).equals(List.of(accept(key.strip())));
  }

  static String accept(String key) {
    try {
      return Base64.getEncoder()
          .encodeToString(
              MessageDigest.getInstance("SHA-1")
                  .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private static boolean lists(MultiMap headers, String field, String word) {
    if (!headers.contains(field)) {
      return false;
    }
    for (String line : headers.getAll(field)) {
      for (String part : line.split(",", -1)) {
        if (part.strip().equalsIgnoreCase(word)) {
          return true;
        }
      }
    }
    return false;
  }
}
