package io.doorward.gateway.edge;

import io.doorward.contract.channel.Headers;
import io.vertx.core.MultiMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What of a message's header fields crosses the gateway, in each direction. */
public final class HeaderPassage {
  private HeaderPassage() {}

  /**
   * Copies what an upstream may see of a client's header: no hop-by-hop fields, none that {@code
   * Connection} names, none that is the gateway's own in any spelling. Then adds the gateway's own.
   */
  public static void toUpstream(EdgeRequest request, MultiMap from, MultiMap to) {
    Set<String> nominated = nominated(from);
    for (Map.Entry<String, String> field : from) {
      String canonical = HeaderNames.canonical(field.getKey());
      if (!HeaderNames.isWithheldFromUpstream(canonical) && !nominated.contains(canonical)) {
        to.add(field.getKey(), field.getValue());
      }
    }
    to.set(Headers.REQUEST_ID, request.requestId());
    to.set("X-Forwarded-For", request.client().toString());
    to.set("X-Forwarded-Proto", request.secure() ? "https" : "http");
    if (!request.authority().isEmpty()) {
      to.set("X-Forwarded-Host", request.authority());
    }
  }

  /** Copies what a client may see of an upstream's header: no fields only the gateway may set. */
  public static void toClient(MultiMap from, MultiMap to) {
    Set<String> nominated = nominated(from);
    for (Map.Entry<String, String> field : from) {
      String canonical = HeaderNames.canonical(field.getKey());
      if (!HeaderNames.isWithheldFromClient(canonical) && !nominated.contains(canonical)) {
        to.add(field.getKey(), field.getValue());
      }
    }
  }

  /** Whether a field, in whatever spelling, is one that only the gateway may set. */
  public static boolean isReserved(String name) {
    return HeaderNames.isReserved(HeaderNames.canonical(name));
  }

  private static Set<String> nominated(MultiMap headers) {
    if (!headers.contains("Connection")) {
      return Set.of();
    }
    Set<String> names = new HashSet<>();
    for (String line : headers.getAll("Connection")) {
      for (String name : line.split(",", -1)) {
        names.add(HeaderNames.canonical(name.strip()));
      }
    }
    names.remove("content-length");
    names.remove("host");
    return names;
  }
}
