package io.doorward.gateway.edge;

import io.doorward.gateway.address.CidrBlock;
import io.doorward.gateway.address.IpAddress;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who sent a request, as far as it can be known. Of the addresses in {@code X-Forwarded-For} the
 * right-most that is not a trusted proxy's counts: everything to its left is the sender's own word.
 */
final class ClientAddress {
  private final List<CidrBlock> trusted;

  /**
   * @throws IllegalArgumentException if an entry is no CIDR block
   */
  ClientAddress(List<String> trustedProxies) {
    trusted =
        trustedProxies.stream()
            .map(String::strip)
            .filter(text -> !text.isEmpty())
            .map(
                text ->
                    CidrBlock.parse(text)
                        .orElseThrow(
                            () ->
                                new IllegalArgumentException(
                                    "doorward.gateway.edge.trusted-proxies: "
                                        + text
                                        + " is not a CIDR block")))
            .toList();
  }

  boolean isTrusted(IpAddress peer) {
    for (CidrBlock block : trusted) {
      if (block.contains(peer)) {
        return true;
      }
    }
    return false;
  }

  IpAddress of(IpAddress peer, MultiMap headers) {
    if (!isTrusted(peer)) {
      return peer;
    }
    List<String> hops = new ArrayList<>();
    for (String line : headers.getAll("X-Forwarded-For")) {
      hops.addAll(List.of(line.split(",", -1)));
    }
    IpAddress client = peer;
    for (int i = hops.size() - 1; i >= 0; i--) {
      Optional<IpAddress> hop = IpAddress.parse(hops.get(i).strip());
      if (hop.isEmpty()) {
        return client;
      }
      client = hop.get();
      if (!isTrusted(client)) {
        return client;
      }
    }
    return client;
  }
}
