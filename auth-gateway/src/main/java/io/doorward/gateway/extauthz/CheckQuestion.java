package io.doorward.gateway.extauthz;

import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.edge.RelayedRequest;
import io.doorward.gateway.extauthz.WireReader.Unreadable;
import io.vertx.core.MultiMap;

/**
 * An {@code envoy.service.auth.v3.CheckRequest}, as far as it matters here; the numbers are those
 * of attribute_context.proto and address.proto. Envoy has read the head, so that values are its own
 * or checked.
 */
final class CheckQuestion {
  private static final IpAddress NOBODY = new IpAddress(true, 0, 0);

  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();
  private String address = "";
  private String method = "";
  private String path = "";
  private String host = "";
  private String scheme = "";

  CheckQuestion(byte[] message) throws Unreadable {
    WireReader request = new WireReader(message);
    for (int field = request.next(); field != 0; field = request.next()) {
      if (field == 1) {
        attributes(request.message());
      }
    }
  }

  private void attributes(WireReader attributes) throws Unreadable {
    for (int field = attributes.next(); field != 0; field = attributes.next()) {
      if (field == 1) {
        source(attributes.message());
      } else if (field == 4) {
        request(attributes.message());
      }
    }
  }

  /** Peer.address.socket_address.address. */
  private void source(WireReader peer) throws Unreadable {
    for (int field = peer.next(); field != 0; field = peer.next()) {
      if (field == 1) {
        WireReader any = peer.message();
        for (int kind = any.next(); kind != 0; kind = any.next()) {
          if (kind == 1) {
            socketAddress(any.message());
          }
        }
      }
    }
  }

  private void socketAddress(WireReader socket) throws Unreadable {
    for (int field = socket.next(); field != 0; field = socket.next()) {
      if (field == 2) {
        address = socket.text();
      }
    }
  }

  private void request(WireReader request) throws Unreadable {
    for (int field = request.next(); field != 0; field = request.next()) {
      if (field == 2) {
        http(request.message());
      }
    }
  }

  private void http(WireReader http) throws Unreadable {
    for (int field = http.next(); field != 0; field = http.next()) {
      switch (field) {
        case 2 -> method = http.text();
        case 3 -> header(http.message());
        case 4 -> path = http.text();
        case 5 -> host = http.text();
        case 6 -> scheme = http.text();
        case 13 -> headerMap(http.message());
        default -> {
          // nothing that a decision depends on
        }
      }
    }
  }

  private void headerMap(WireReader map) throws Unreadable {
    for (int field = map.next(); field != 0; field = map.next()) {
      if (field == 1) {
        header(map.message());
      }
    }
  }

  /**
   * An entry of the map of headers, in which values of equal names are joined by commas, or a
   * {@code HeaderValue}, of which there is one for each line where Envoy is told to encode raw
   * headers.
   */
  private void header(WireReader entry) throws Unreadable {
    String name = "";
    String value = "";
    for (int field = entry.next(); field != 0; field = entry.next()) {
      switch (field) {
        case 1 -> name = entry.text();
        case 2 -> value = entry.text();
        case 3 -> value = entry.octets();
        default -> {
          // not of a header
        }
      }
    }
    // HTTP/2's own fields are told apart.
    if (!name.isEmpty() && name.charAt(0) != ':') {
      headers.add(name, value);
    }
  }

  RelayedRequest request() {
    String proto = headers.get("x-forwarded-proto");
    return new RelayedRequest(
        method, "https".equalsIgnoreCase(proto == null ? scheme : proto), host, path);
  }

  /** As Envoy determined it; what is no address is nobody's, and in no allow list. */
  IpAddress client() {
    return IpAddress.parse(address).orElse(NOBODY);
  }

  MultiMap headers() {
    return headers;
  }
}
