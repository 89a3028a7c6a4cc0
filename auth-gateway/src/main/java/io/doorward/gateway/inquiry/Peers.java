package io.doorward.gateway.inquiry;

import io.doorward.gateway.address.CidrBlock;
import io.doorward.gateway.address.IpAddress;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;

/** Who may ask. */
final class Peers {
  private final List<CidrBlock> blocks;

  /**
   * @throws IllegalArgumentException if there is none, or one is no CIDR block
   */
  Peers(List<String> written) {
    blocks =
        written.stream()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(
                text ->
                    CidrBlock.parse(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "doorward.gateway.forward-auth.peers: "
                                        + text
                                        + " is not a CIDR block")))
            .toList();
    if (blocks.stream().anyMatch(block -> block.prefix() == 0)) {
      throw new IllegalArgumentException(
          "doorward.gateway.forward-auth.peers names everybody: whoever may ask is believed about"
              + " who the client is, so name the proxies alone");
    }
    if (blocks.isEmpty()) {
      throw new IllegalArgumentException(
          "doorward.gateway.forward-auth.peers is empty: name the proxies that may ask, or leave"
              + " doorward.gateway.forward-auth.enabled off");
    }
  }

  /** The address of a peer that may ask; empty for any other. */
  Optional<IpAddress> admit(SocketAddress remote) {
    String host = remote.hostAddress();
    return host == null
        ? Optional.empty()
        : IpAddress.parse(host)
            .filter(address -> blocks.stream().anyMatch(b -> b.contains(address)));
  }
}
