package io.doorward.gateway.edge;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.address.IpAddress;
import io.vertx.core.MultiMap;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * The edge for requests that a proxy in front holds and asks about. The proxy has read the head;
 * what it tells is looked at as if the client had sent it here.
 */
public final class RelayedEdge {
  private final ClientAddress addresses;
  private final Clock clock;

  /**
   * Believes the {@code X-Forwarded-For} of these peers, beside the trusted proxies, about
   * addresses.
   *
   * @throws IllegalArgumentException if one of them is no CIDR block
   */
  public RelayedEdge(EdgeConfig config, List<String> peers, Clock clock) {
    List<String> believed = new ArrayList<>(peers);
    config.trustedProxies().ifPresent(believed::addAll);
    this.addresses = new ClientAddress(believed, EdgeConfig.ProxyWord.X_FORWARDED);
    this.clock = clock;
  }

  /** Names a request about which nothing can be found out. */
  public EdgeOutcome.Refused refuse(IpAddress told, MultiMap headers, String detail) {
    return new EdgeOutcome.Refused(
        id(headers), client(told, headers), ErrorCode.INVALID_REQUEST, detail);
  }

  /**
   * Looks at a request.
   *
   * @param told the address from which it reached the proxy, or the proxy's own
   * @param headers of the request, with what the proxy added
   */
  public EdgeOutcome inspect(RelayedRequest request, IpAddress told, MultiMap headers) {
    if (!Edge.METHODS.contains(request.method())) {
      return new EdgeOutcome.Refused(
          id(headers),
          client(told, headers),
          ErrorCode.METHOD_NOT_ALLOWED,
          "The gateway does not pass this method on.");
    }
    if (!Framing.isAuthority(request.authority())) {
      return refuse(told, headers, "The Host is not a host with an optional port.");
    }
    RequestTarget target = RequestTarget.read(request.target());
    if (target instanceof RequestTarget.Refused fault) {
      return refuse(told, headers, Edge.sentence(fault.reason()));
    }
    RequestTarget.Clean clean = (RequestTarget.Clean) target;
    return new EdgeOutcome.Accepted(
        new EdgeRequest(
            id(headers),
            clock.instant(),
            client(told, headers),
            request.secure(),
            request.method(),
            Edge.host(request.authority()),
            request.authority(),
            clean.path(),
            clean.query()));
  }

  private IpAddress client(IpAddress told, MultiMap headers) {
    return addresses.of(told, headers, false).client();
  }

  private static String id(MultiMap headers) {
    return RequestIds.choose(true, headers.get(Headers.REQUEST_ID));
  }
}
