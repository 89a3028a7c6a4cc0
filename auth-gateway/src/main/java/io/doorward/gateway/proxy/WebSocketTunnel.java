package io.doorward.gateway.proxy;

import io.doorward.gateway.check.Decision;
import io.doorward.gateway.edge.EdgeRequest;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.ThreadLocalRandom;

/**
 * An open WebSocket: frames pass both ways as they are, with back-pressure, close codes and all.
 * The gateway only follows where frames end, so that it can close the WebSocket itself, with a code
 * that says why (RFC 6455, section 7.4.1). Confined to the request's event loop.
 */
final class WebSocketTunnel implements Underway {
  private static final int GOING_AWAY = 1001;
  private static final int POLICY_VIOLATION = 1008;
  private static final byte CLOSE = (byte) 0x88;
  private static final byte MASKED = (byte) 0x80;

  /** In bytes; what waits for the upstream beyond it holds the client up. */
  private static final int MOST_UNSENT = 65_536;

  /** How long the end of a frame, and then the client's own close, is waited for. */
  private static final long LINGER_MILLIS = 500;

  private final Vertx vertx;
  private final Exchange exchange;
  private final Decision.Admitted admitted;
  private final NetSocket client;
  private final NetSocket upstream;

  /** For writing: the socket of Vert.x 4.5 loses count of what it has written to an upstream. */
  private final ConnectionBase upstreamConnection;

  private final long idle;
  private final FrameBoundary toClient = new FrameBoundary();
  private final FrameBoundary toUpstream = new FrameBoundary();
  private int unsent;
  private long sent;
  private long lastPassed = System.nanoTime();
  private int closingWith;
  private boolean over;

  private WebSocketTunnel(
      Vertx vertx,
      Exchange exchange,
      Decision.Admitted admitted,
      NetSocket client,
      HttpClientResponse agreement) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.admitted = admitted;
    this.client = client;
    this.upstream = agreement.netSocket();
    this.upstreamConnection = (ConnectionBase) agreement.request().connection();
    this.idle = admitted.route().route().upstream().idle().toNanos();
  }

  /** The upstream has agreed, and the head of the answer is ready but for what this adds. */
  static void open(
      Vertx vertx,
      Exchange exchange,
      EdgeRequest edge,
      Underway before,
      HttpClientResponse agreement) {
    NetSocket upstream = agreement.netSocket();
    upstream.pause();
    exchange.tunnelBegins();
    WebSocketHandshake.ask(exchange.request().response().headers());
    exchange
        .request()
        .toNetSocket()
        .onSuccess(
            client -> {
              WebSocketTunnel tunnel =
                  new WebSocketTunnel(vertx, exchange, before.admitted(), client, agreement);
              exchange.admitted(edge, tunnel);
              tunnel.start();
            })
        .onFailure(
            e -> {
              upstream.close();
              exchange.tunnelEnded(0);
            });
  }

  private void start() {
    client.handler(this::fromClient);
    upstream.handler(this::fromUpstream);
    client.exceptionHandler(e -> end());
    upstream.exceptionHandler(e -> client.end());
    client.closeHandler(nothing -> end());
    upstream.closeHandler(nothing -> client.end());
    upstream.resume();
    watchIdle();
  }

  private void fromClient(Buffer bytes) {
    lastPassed = System.nanoTime();
    exchange.received(bytes.length());
    if (closingWith != 0) {
      return;
    }
    toUpstream.pass(bytes);
    writeUpstream(bytes);
    if (unsent > MOST_UNSENT) {
      client.pause();
    }
  }

  private void writeUpstream(Buffer bytes) {
    int length = bytes.length();
    unsent += length;
    upstreamConnection.writeToChannel(
        bytes.getByteBuf(),
        written -> {
          boolean wasFull = unsent > MOST_UNSENT;
          unsent -= length;
          if (wasFull && unsent <= MOST_UNSENT && !over) {
            client.resume();
          }
        });
  }

  private void fromUpstream(Buffer bytes) {
    if (closingWith != 0) {
      if (!toClient.isReached()) {
        write(bytes.slice(0, toClient.passFrame(bytes)));
        sayClose();
      }
      return;
    }
    lastPassed = System.nanoTime();
    toClient.pass(bytes);
    write(bytes);
    if (client.writeQueueFull()) {
      upstream.pause();
      client.drainHandler(nothing -> upstream.resume());
    }
  }

  private void write(Buffer bytes) {
    sent += bytes.length();
    client.write(bytes);
  }

  private void watchIdle() {
    if (over) {
      return;
    }
    long left = idle - (System.nanoTime() - lastPassed);
    if (left <= 0) {
      close(GOING_AWAY);
    } else {
      vertx.setTimer(left / 1_000_000 + 1, id -> watchIdle());
    }
  }

  /** In order if the client takes what it is sent; else at once. */
  private void close(int code) {
    if (over || closingWith != 0) {
      return;
    }
    closingWith = code;
    if (toUpstream.isReached()) {
      writeUpstream(closeFrame(code, true));
    }
    if (client.writeQueueFull()) {
      cut();
      return;
    }
    upstream.resume();
    client.resume();
    sayClose();
    vertx.setTimer(LINGER_MILLIS, id -> cut());
  }

  private void sayClose() {
    if (toClient.isReached()) {
      // Closing right after it could make TCP throw it away with what the client is still sending.
      write(closeFrame(closingWith, false));
    }
  }

  /** Section 5.5.1; what goes to a server is masked (section 5.3). */
  private static Buffer closeFrame(int code, boolean masked) {
    byte[] payload = {(byte) (code >> 8), (byte) code};
    Buffer frame = Buffer.buffer().appendByte(CLOSE);
    if (!masked) {
      return frame.appendByte((byte) payload.length).appendBytes(payload);
    }
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    frame.appendByte((byte) (MASKED | payload.length)).appendBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.appendByte((byte) (payload[i] ^ mask[i]));
    }
    return frame;
  }

  private void end() {
    if (!over) {
      over = true;
      upstreamConnection.close();
      exchange.tunnelEnded(sent);
    }
  }

  @Override
  public Decision.Admitted admitted() {
    return admitted;
  }

  @Override
  public boolean awaitsClient() {
    return false;
  }

  @Override
  public boolean isBlocked() {
    return !over && client.writeQueueFull();
  }

  @Override
  public long handedOn() {
    return sent;
  }

  @Override
  public void lost(Decision.Refused refusal) {
    close(POLICY_VIOLATION);
  }

  @Override
  public void tooSlow() {
    cut();
  }

  @Override
  public void cut() {
    if (!over) {
      exchange.connection().drop();
    }
  }

  @Override
  public void goAway() {
    close(GOING_AWAY);
  }
}
