package io.doorward.gateway.proxy;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/** What the gateway notes of one client's connection. Confined to its event loop. */
final class ClientConnection {
  private static final AttributeKey<ClientConnection> KEY =
      AttributeKey.valueOf(ClientConnection.class, "connection");
  private static final long NEVER = 0;

  private final Channel channel;
  private boolean http2;
  private boolean ending;
  private int underWay;
  private long idleSince;
  private boolean goodbyeSaid;
  private long headSince = NEVER;

  ClientConnection(Channel channel, long now) {
    this.channel = channel;
    this.idleSince = now;
    channel.attr(KEY).set(this);
  }

  static ClientConnection of(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel().attr(KEY).get();
  }

  Channel channel() {
    return channel;
  }

  /** Many requests share it. */
  boolean isHttp2() {
    return http2;
  }

  void speaksHttp2() {
    http2 = true;
  }

  /** An answer has said that the connection ends with it; what comes after is no request. */
  void ending() {
    ending = true;
  }

  boolean isEnding() {
    return ending;
  }

  void begin() {
    underWay++;
  }

  void end(long now) {
    underWay--;
    idleSince = now;
  }

  boolean isIdle() {
    return underWay == 0;
  }

  /** Whether no request has been under way for so long. */
  boolean isIdleFor(long nanos, long now) {
    return underWay == 0 && now - idleSince >= nanos;
  }

  /** An HTTP/2 header block or control frame has begun and is not complete, or is no longer. */
  void headIncomplete(boolean incomplete) {
    if (!incomplete) {
      headSince = NEVER;
    } else if (headSince == NEVER) {
      headSince = System.nanoTime();
    }
  }

  boolean isHeadOlderThan(long nanos, long now) {
    return headSince != NEVER && now - headSince >= nanos;
  }

  /** Whether something waits to be written. */
  boolean hasUnsent() {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && waiting.totalPendingWriteBytes() > 0;
  }

  /**
   * Asks an HTTP/2 client to begin nothing more here, and still takes what it has begun: the first
   * of the two GOAWAY frames of RFC 9113, section 6.8. The second is sent when the connection
   * closes.
   */
  void sayGoodbye() {
    Http2ConnectionHandler codec = channel.pipeline().get(Http2ConnectionHandler.class);
    if (codec != null && !goodbyeSaid) {
      goodbyeSaid = true;
      ChannelHandlerContext context = channel.pipeline().context(codec);
      var unused =
          codec
              .encoder()
              .frameWriter()
              .writeGoAway(
                  context,
                  Integer.MAX_VALUE,
                  Http2Error.NO_ERROR.code(),
                  Unpooled.EMPTY_BUFFER,
                  context.newPromise());
      context.flush();
    }
  }

  /**
   * Ends it. What waits to be written and is not taken does not hold it up: closing through the
   * whole pipeline would have Vert.x write that first.
   */
  void drop() {
    ChannelHandlerContext outermost = channel.pipeline().firstContext();
    if (outermost != null) {
      var unused = http2 && !hasUnsent() ? channel.close() : outermost.close();
    }
  }
}
