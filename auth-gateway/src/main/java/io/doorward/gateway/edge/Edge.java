package io.doorward.gateway.edge;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.address.IpAddress;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The first thing that sees a request. Reads its head only; never waits. */
@Singleton
public class Edge {
  /** Every method that any route can have, as the field {@code Allow} lists them. */
  public static final String ALLOWED = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";

  static final Set<String> METHODS = Set.of(ALLOWED.split(", ", -1));
  private static final IpAddress UNKNOWN = new IpAddress(true, 0, 0);

  private final Clock clock;
  private final ClientAddress addresses;
  private final int maxHeaders;
  private final long maxBody;

  @Inject
  Edge(EdgeConfig config, Clock clock) {
    this.clock = clock;
    this.addresses =
        new ClientAddress(config.trustedProxies().orElse(List.of()), config.proxyWord());
    this.maxHeaders = config.maxHeaders();
    this.maxBody = config.maxBody();
  }

  /** Largest body in bytes, for bodies whose length only shows while they arrive. */
  public long maxBody() {
    return maxBody;
  }

  /** Names a request that could not even be decoded. */
  public EdgeOutcome.Refused undecodable(HttpServerRequest request, ErrorCode code, String detail) {
    return new EdgeOutcome.Refused(RequestIds.choose(false, null), peer(request), code, detail);
  }

  /** Looks at a request's head. */
  public EdgeOutcome inspect(HttpServerRequest request) {
    MultiMap headers = request.headers();
    IpAddress peer = peer(request);
    boolean trusted = addresses.isTrusted(peer);
    ClientAddress.Origin origin = addresses.of(peer, headers, request.isSSL());
    IpAddress client = origin.client();
    String id = RequestIds.choose(trusted, headers.get(Headers.REQUEST_ID));

    if (Framing.lines(headers) > maxHeaders) {
      return refused(id, client, ErrorCode.HEADERS_TOO_LARGE, "The request has too many headers.");
    }
    Optional<String> framing = Framing.fault(request);
    if (framing.isPresent()) {
      return refused(id, client, ErrorCode.INVALID_REQUEST, sentence(framing.get()));
    }
    if (!METHODS.contains(request.method().name())) {
      return refused(
          id, client, ErrorCode.METHOD_NOT_ALLOWED, "The gateway does not pass this method on.");
    }
    String length = headers.get("Content-Length");
    if (length != null && tooLarge(length)) {
      return refused(
          id, client, ErrorCode.BODY_TOO_LARGE, "A body may have at most " + maxBody + " bytes.");
    }
    RequestTarget target = RequestTarget.read(request.uri());
    if (target instanceof RequestTarget.Refused fault) {
      return refused(id, client, ErrorCode.INVALID_REQUEST, sentence(fault.reason()));
    }
    String authority = Framing.authority(request);
    RequestTarget.Clean clean = (RequestTarget.Clean) target;
    return new EdgeOutcome.Accepted(
        new EdgeRequest(
            id,
            clock.instant(),
            client,
            origin.secure(),
            request.method().name(),
            host(authority),
            authority,
            clean.path(),
            clean.query()));
  }

  private boolean tooLarge(String length) {
    try {
      return Long.parseLong(length) > maxBody;
    } catch (NumberFormatException e) {
      return true;
    }
  }

  private static EdgeOutcome.Refused refused(
      String id, IpAddress client, ErrorCode code, String detail) {
    return new EdgeOutcome.Refused(id, client, code, detail);
  }

  static String sentence(String reason) {
    return Character.toUpperCase(reason.charAt(0)) + reason.substring(1) + ".";
  }

  static String host(String authority) {
    int bracket = authority.lastIndexOf(']');
    int colon = authority.indexOf(':', Math.max(bracket, 0));
    return (colon < 0 ? authority : authority.substring(0, colon)).toLowerCase(Locale.ROOT);
  }

  /** Whether a peer is one of the proxies in front, whose connections are many clients'. */
  public boolean isTrustedProxy(IpAddress peer) {
    return addresses.isTrusted(peer);
  }

  private static IpAddress peer(HttpServerRequest request) {
    var remote = request.remoteAddress();
    if (remote == null || remote.hostAddress() == null) {
      return UNKNOWN;
    }
    return IpAddress.parse(remote.hostAddress()).orElse(UNKNOWN);
  }
}
