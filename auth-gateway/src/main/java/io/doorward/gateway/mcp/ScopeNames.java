package io.doorward.gateway.mcp;

import io.doorward.contract.scope.Scope;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The names of tools and prompts as the last segment of a scope. Names are case-sensitive and may
 * hold anything; scopes are lower case and hold little. No two names have the same segment.
 *
 * <ul>
 *   <li>{@code a}–{@code z}, digits, {@code _} and {@code -} stand for themselves, and so does a
 *       dot before a small letter, a digit or {@code _};
 *   <li>a capital letter is {@code ..} and the small one: {@code getUser} is {@code get..user};
 *   <li>anything else is {@code .-} and two hex digits for each byte of UTF-8: {@code a/b} is
 *       {@code a.-2fb};
 *   <li>{@code x.--} stands in front where a segment could not begin so, and of {@code read},
 *       {@code write} and {@code admin}, which would include each other.
 * </ul>
 */
final class ScopeNames {
  /** After {@code .-} come hex digits, so no name begins so by itself. */
  private static final String MARK = "x.--";

  private static final Set<String> ACTIONS = Set.of("read", "write", "admin");
  private static final HexFormat HEX = HexFormat.of();

  private ScopeNames() {}

  /** The scope of this name below a resource; empty if it would be longer than scopes are. */
  static Optional<Scope> below(String resource, String name) {
    if (name.length() > Scope.MAX_LENGTH) {
      return Optional.empty();
    }
    String value = resource + ":" + segment(name);
    return value.length() > Scope.MAX_LENGTH ? Optional.empty() : Optional.of(new Scope(value));
  }

  static String segment(String name) {
    StringBuilder segment = new StringBuilder(name.length() + 8);
    int at = 0;
    while (at < name.length()) {
      int c = name.codePointAt(at);
      int next = at + Character.charCount(c);
      if (isPlain(c)
          || c == '-'
          || (c == '.' && next < name.length() && isPlain(name.charAt(next)))) {
        segment.append((char) c);
      } else if (c >= 'A' && c <= 'Z') {
        segment.append("..").append((char) (c + ('a' - 'A')));
      } else {
        for (byte octet : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          segment.append(".-").append(HEX.toHexDigits(octet));
        }
      }
      at = next;
    }
    String plain = segment.toString();
    boolean begins = !plain.isEmpty() && isPlain(plain.charAt(0)) && plain.charAt(0) != '_';
    return begins && !ACTIONS.contains(plain) ? plain : MARK + plain;
  }

  private static boolean isPlain(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  }
}
