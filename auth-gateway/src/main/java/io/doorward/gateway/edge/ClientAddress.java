package io.doorward.gateway.edge;

import io.doorward.gateway.address.CidrBlock;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.edge.EdgeConfig.ProxyWord;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who sent a request, as far as it can be known. Of the addresses in {@code X-Forwarded-For} or
 * {@code Forwarded} the right-most that is not a trusted proxy's counts: everything to its left is
 * the sender's own word.
 */
final class ClientAddress {
  private static final String FORWARDED = "Forwarded";
  private static final String FORWARDED_FOR = "X-Forwarded-For";
  private static final String FORWARDED_PROTO = "X-Forwarded-Proto";

  private final List<CidrBlock> trusted;
  private final ProxyWord word;

  /**
   * @throws IllegalArgumentException if an entry is no CIDR block
   */
  ClientAddress(List<String> trustedProxies, ProxyWord word) {
    this.word = word;
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

  /**
   * Where a request comes from.
   *
   * @param secure whether the client spoke TLS
   */
  record Origin(IpAddress client, boolean secure) {}

  /**
   * Whom a request comes from and how.
   *
   * @param tls whether the connection itself is encrypted
   */
  Origin of(IpAddress peer, MultiMap headers, boolean tls) {
    if (!isTrusted(peer)) {
      return new Origin(peer, tls);
    }
    boolean reads = word == ProxyWord.FORWARDED || word == ProxyWord.AUTO;
    boolean older = word == ProxyWord.X_FORWARDED || headers.contains(FORWARDED_FOR);
    return reads && (word == ProxyWord.FORWARDED || !older) && headers.contains(FORWARDED)
        ? forwarded(peer, Forwarded.read(headers.getAll(FORWARDED)), tls)
        : new Origin(
            word == ProxyWord.FORWARDED ? peer : listed(peer, headers), secure(headers, tls));
  }

  /** Every line and every part of it must say so: the client may have sent one of them. */
  private boolean secure(MultiMap headers, boolean tls) {
    if (word == ProxyWord.FORWARDED || !headers.contains(FORWARDED_PROTO)) {
      return tls;
    }
    for (String line : headers.getAll(FORWARDED_PROTO)) {
      for (String part : line.split(",", -1)) {
        if (!part.strip().equalsIgnoreCase("https")) {
          return false;
        }
      }
    }
    return true;
  }

  private IpAddress listed(IpAddress peer, MultiMap headers) {
    List<Optional<IpAddress>> hops = new ArrayList<>();
    for (String line : headers.getAll(FORWARDED_FOR)) {
      for (String part : line.split(",", -1)) {
        hops.add(IpAddress.parse(part.strip()));
      }
    }
    IpAddress client = peer;
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      if (hops.get(i).isEmpty()) {
        return client;
      }
      client = hops.get(i).get();
    }
    return client;
  }

  /** One element tells of one hop, its protocol too; what is left of the client is its own word. */
  private Origin forwarded(IpAddress peer, List<Forwarded.Hop> hops, boolean tls) {
    IpAddress client = peer;
    boolean secure = tls;
    for (int i = hops.size() - 1; i >= 0 && isTrusted(client); i--) {
      Forwarded.Hop hop = hops.get(i);
      if (hop.client().isEmpty()) {
        return new Origin(client, secure);
      }
      client = hop.client().get();
      secure = hop.proto().isEmpty() ? secure : hop.proto().equals("https");
    }
    return new Origin(client, secure);
  }
}
