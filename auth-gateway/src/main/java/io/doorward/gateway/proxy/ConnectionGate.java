package io.doorward.gateway.proxy;

import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.edge.Edge;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.channel.Channel;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Bounds the connections of clients: all of them, and those of one address. What is over is closed
 * before a byte is read.
 */
@Singleton
class ConnectionGate {
  private final Edge edge;
  private final int most;
  private final int mostOfOne;
  private final Counter refused;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentMap<String, Integer> openBySite = new ConcurrentHashMap<>();

  @Inject
  ConnectionGate(ListenConfig config, Edge edge, MeterRegistry registry) {
    this.edge = edge;
    this.most = config.maxConnections();
    this.mostOfOne = config.maxConnectionsPerClient();
    this.refused =
        Counter.builder("doorward.connections.refused")
            .description("connections closed as they came because there were too many")
            .register(registry);
    Gauge.builder("doorward.connections", open, AtomicInteger::get)
        .description("connections of clients")
        .register(registry);
  }

  /** Lets a connection in, until it closes. */
  boolean admit(Channel channel) {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      refused.increment();
      return false;
    }
    Optional<String> site = site(channel);
    if (site.isPresent() && openBySite.merge(site.get(), 1, Integer::sum) > mostOfOne) {
      leave(site);
      refused.increment();
      return false;
    }
    channel.closeFuture().addListener(closed -> leave(site));
    return true;
  }

  private void leave(Optional<String> site) {
    open.decrementAndGet();
    site.ifPresent(
        name -> openBySite.computeIfPresent(name, (key, count) -> count > 1 ? count - 1 : null));
  }

  /** Empty for proxies, whose connections are many clients'. */
  private Optional<String> site(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      return Optional.empty();
    }
    InetAddress address = remote.getAddress();
    return IpAddress.parse(address == null ? "" : address.getHostAddress())
        .filter(peer -> !edge.isTrustedProxy(peer))
        .map(IpAddress::site);
  }

  int open() {
    return open.get();
  }
}
