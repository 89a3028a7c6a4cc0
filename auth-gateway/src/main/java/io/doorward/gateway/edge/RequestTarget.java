package io.doorward.gateway.edge;

import java.util.Locale;

/**
 * The request target (RFC 9112, section 3.2) in the one form in which it is matched and forwarded.
 * What two readers could understand differently is refused instead of interpreted: encoded slashes,
 * dot segments, empty segments, backslashes, path parameters, control characters, double encoding.
 */
sealed interface RequestTarget {

  /**
   * One path and one query.
   *
   * @param path unreserved characters decoded, other escapes in upper case (RFC 3986, section
   *     6.2.2)
   * @param query as sent, without the question mark; empty if there is none
   */
  record Clean(String path, String query) implements RequestTarget {}

  /** Ambiguous or malformed; the reason holds nothing of what was sent. */
  record Refused(String reason) implements RequestTarget {}

  static RequestTarget read(String target) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    String query = question < 0 ? "" : target.substring(question + 1);
    if (path.isEmpty() || path.charAt(0) != '/') {
      return new Refused("the request target must be a path that begins with /");
    }
    if (!isCleanQuery(query)) {
      return new Refused("the query holds characters that must be percent-encoded");
    }
    return normalise(path, query);
  }

  private static RequestTarget normalise(String raw, String query) {
    StringBuilder decoded = null;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        if (decoded == null) {
          decoded = new StringBuilder(raw.length()).append(raw, 0, i);
        }
        int octet = octetAt(raw, i);
        if (octet < 0) {
          return new Refused("the path holds an incomplete percent escape");
        }
        if (isAmbiguousOctet(octet)) {
          return new Refused("the path holds an escape that readers understand differently");
        }
        if (isUnreserved((char) octet)) {
          decoded.append((char) octet);
        } else {
          decoded.append(raw.substring(i, i + 3).toUpperCase(Locale.ROOT));
        }
        i += 2;
      } else if (!isPathCharacter(c)) {
        return new Refused("the path holds a character that must be percent-encoded");
      } else if (decoded != null) {
        decoded.append(c);
      }
    }
    String path = decoded == null ? raw : decoded.toString();
    return hasOddSegment(path)
        ? new Refused("the path holds an empty or a dot segment")
        : new Clean(path, query);
  }

  private static int octetAt(String text, int percent) {
    if (percent + 2 >= text.length()) {
      return -1;
    }
    int high = Character.digit(text.charAt(percent + 1), 16);
    int low = Character.digit(text.charAt(percent + 2), 16);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }

  /** Controls, and what becomes a separator, a parameter or another escape when decoded again. */
  private static boolean isAmbiguousOctet(int octet) {
    return octet < 0x20
        || octet == 0x7f
        || octet == '/'
        || octet == '\\'
        || octet == ';'
        || octet == '%'
        || octet == '?'
        || octet == '#';
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '.'
        || c == '_'
        || c == '~';
  }

  /** RFC 3986 pchar and the slash, without the semicolon. */
  private static boolean isPathCharacter(char c) {
    return isUnreserved(c) || c == '/' || "!$&'()*+,=:@".indexOf(c) >= 0;
  }

  private static boolean hasOddSegment(String path) {
    int start = 1;
    while (start <= path.length()) {
      int slash = path.indexOf('/', start);
      int end = slash < 0 ? path.length() : slash;
      int length = end - start;
      boolean last = slash < 0;
      if ((length == 0 && !last)
          || (length == 1 && path.charAt(start) == '.')
          || (length == 2 && path.startsWith("..", start))) {
        return true;
      }
      start = end + 1;
    }
    return false;
  }

  private static boolean isCleanQuery(String query) {
    for (int i = 0; i < query.length(); i++) {
      char c = query.charAt(i);
      if (c <= 0x20 || c >= 0x7f || c == '#' || c == '\\') {
        return false;
      }
    }
    return true;
  }
}
