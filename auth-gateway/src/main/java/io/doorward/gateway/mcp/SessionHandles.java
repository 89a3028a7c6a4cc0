package io.doorward.gateway.mcp;

import io.doorward.gateway.check.Caller;
import io.doorward.gateway.identity.GatewayKey;
import io.doorward.gateway.route.Route;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Session ids as clients get them: a mark over caller, route and the server's id, then that id. A
 * session is no credential (MCP, Security best practices): of whoever shows the id of another
 * caller's session the server never hears. Nothing is kept, so any instance can check.
 */
@Singleton
class SessionHandles {
  private static final String PURPOSE = "mcp session";
  private static final char BETWEEN = '.';

  /** Separates what no part can hold. */
  private static final String NEXT = "\n";

  private final GatewayKey key;

  @Inject
  SessionHandles(GatewayKey key) {
    this.key = key;
  }

  /** The id for the client. */
  String close(Route route, Caller caller, String id) {
    return mark(route, caller, id) + BETWEEN + id;
  }

  /** The server's id; empty if this caller was given no such session. */
  Optional<String> open(Route route, Caller caller, String handle) {
    int between = handle.indexOf(BETWEEN);
    if (between < 0) {
      return Optional.empty();
    }
    String id = handle.substring(between + 1);
    return MessageDigest.isEqual(
            octets(mark(route, caller, id)), octets(handle.substring(0, between)))
        ? Optional.of(id)
        : Optional.empty();
  }

  private String mark(Route route, Caller caller, String id) {
    return key.mark(PURPOSE, String.join(NEXT, route.id(), name(caller), id));
  }

  /** A subject may hold anything, line feeds too. */
  private static String name(Caller caller) {
    if (caller instanceof Caller.TokenHolder holder) {
      return "token " + holder.token().tokenId();
    }
    return caller instanceof Caller.Person person
        ? "person " + HexFormat.of().formatHex(octets(person.principal().subject()))
        : "anybody";
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
