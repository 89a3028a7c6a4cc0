package io.doorward.gateway.proxy;

import io.netty.channel.Channel;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What one event loop serves: its connections, the requests under way on them, its pool of upstream
 * connections. Confined to the event loop.
 */
final class Loop implements Drain.Farewell {
  private final Vertx vertx;
  private final HttpClient client;
  private final ConnectionGate gate;
  private final Drain drain;
  private final Context context;
  private final Set<ClientConnection> connections = new HashSet<>();
  private final AtomicInteger open = new AtomicInteger();

  /** The requests under way, the latest first, linked by themselves. */
  private @Nullable Exchange latest;

  /** Must be made on the event loop that it is for. */
  Loop(Vertx vertx, HttpClient client, ConnectionGate gate, Drain drain) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.client = client;
    this.gate = gate;
    this.drain = drain;
  }

  Vertx vertx() {
    return vertx;
  }

  HttpClient client() {
    return client;
  }

  /** Takes a connection over; {@code null} if there are too many. */
  @Nullable ClientConnection accept(Channel channel) {
    drain.accepted(channel);
    if (!gate.admit(channel)) {
      return null;
    }
    ClientConnection connection = new ClientConnection(channel, System.nanoTime());
    connections.add(connection);
    open.incrementAndGet();
    channel.closeFuture().addListener(closed -> forget(connection));
    return connection;
  }

  private void forget(ClientConnection connection) {
    connections.remove(connection);
    open.decrementAndGet();
  }

  void begin(Exchange exchange) {
    Exchange next = latest;
    exchange.next = next;
    if (next != null) {
      next.previous = exchange;
    }
    latest = exchange;
    exchange.connection().begin();
  }

  void end(Exchange exchange) {
    Exchange previous = exchange.previous;
    Exchange next = exchange.next;
    if (previous == null) {
      latest = next;
    } else {
      previous.next = next;
    }
    if (next != null) {
      next.previous = previous;
    }
    exchange.previous = null;
    exchange.next = null;
    exchange.connection().end(System.nanoTime());
  }

  /** The requests under way that began before this reading. */
  List<Exchange> begunBefore(long nanos) {
    List<Exchange> found = new ArrayList<>();
    for (Exchange at = latest; at != null; at = at.next) {
      if (at.begin() - nanos < 0) {
        found.add(at);
      }
    }
    return found;
  }

  /** Those that are open now. */
  List<ClientConnection> clients() {
    return List.copyOf(connections);
  }

  @Override
  public void announce() {
    context.runOnContext(nothing -> connections.forEach(ClientConnection::sayGoodbye));
  }

  @Override
  public void cut() {
    context.runOnContext(
        nothing -> {
          for (Exchange exchange : begunBefore(System.nanoTime())) {
            exchange.goAway();
          }
        });
  }

  @Override
  public int connections() {
    return open.get();
  }
}
