package io.doorward.gateway.edge;

import io.doorward.gateway.address.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads the field {@code Forwarded} (RFC 7239, section 4). */
final class Forwarded {
  private final String text;
  private int at;

  private Forwarded(String text) {
    this.text = text;
  }

  /**
   * One proxy's element.
   *
   * @param client whom the proxy was asked by; empty if it does not say, or names no address
   * @param proto how it was asked, in lower case; empty if it does not say
   */
  record Hop(Optional<IpAddress> client, String proto) {}

  /** The elements of all lines in their order. After what cannot be read comes an empty hop. */
  static List<Hop> read(List<String> lines) {
    List<Hop> hops = new ArrayList<>();
    for (String line : lines) {
      new Forwarded(line).elements(hops);
    }
    return hops;
  }

  private void elements(List<Hop> hops) {
    boolean more = true;
    while (more) {
      Optional<IpAddress> client = Optional.empty();
      String proto = "";
      boolean pairs = true;
      while (pairs) {
        String name = token().toLowerCase(Locale.ROOT);
        Optional<String> value = take('=') ? value() : Optional.empty();
        if (value.isEmpty() && !name.isEmpty()) {
          hops.add(new Hop(Optional.empty(), ""));
          return;
        }
        if (name.equals("for")) {
          client = value.flatMap(Forwarded::address);
        } else if (name.equals("proto")) {
          proto = value.orElse("").toLowerCase(Locale.ROOT);
        }
        pairs = take(';');
      }
      hops.add(new Hop(client, proto));
      more = take(',');
    }
    if (at < text.length()) {
      hops.add(new Hop(Optional.empty(), ""));
    }
  }

  private boolean take(char wanted) {
    blanks();
    boolean there = at < text.length() && text.charAt(at) == wanted;
    if (there) {
      at++;
    }
    return there;
  }

  private void blanks() {
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
  }

  private String token() {
    blanks();
    int begin = at;
    while (at < text.length() && HeaderNames.isTokenCharacter(text.charAt(at))) {
      at++;
    }
    return text.substring(begin, at);
  }

  private Optional<String> value() {
    if (!take('"')) {
      String token = token();
      return token.isEmpty() ? Optional.empty() : Optional.of(token);
    }
    StringBuilder quoted = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      if (text.charAt(at) == '\\' && at + 1 < text.length()) {
        at++;
      }
      quoted.append(text.charAt(at++));
    }
    return take('"') ? Optional.of(quoted.toString()) : Optional.empty();
  }

  /** Section 6: an address, with a port or without; IPv6 in brackets. */
  private static Optional<IpAddress> address(String node) {
    int bracket = node.indexOf(']');
    if (node.startsWith("[") && bracket > 0) {
      return IpAddress.parse(node.substring(1, bracket));
    }
    int colon = node.indexOf(':');
    return IpAddress.parse(colon < 0 ? node : node.substring(0, colon));
  }
}
