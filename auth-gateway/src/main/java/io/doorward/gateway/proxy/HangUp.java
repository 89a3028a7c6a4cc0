package io.doorward.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.impl.ConnectionBase;

/**
 * Ends connections after an early answer without losing the answer: closing a socket while the
 * client still sends makes TCP throw away what it has not read yet.
 */
final class HangUp {
  /** What a client has left to send is read and thrown away for at most this long. */
  private static final long LINGER_MILLIS = 500;

  /** A rest of a body up to this size is read instead of ending the connection. */
  private static final long SMALL_BODY = 65_536;

  private static final AttributeKey<Boolean> ENDING = AttributeKey.valueOf(HangUp.class, "ending");

  private HangUp() {}

  /** Before the answer is written: says that the connection ends with it. */
  static void announce(HttpServerRequest request) {
    request.response().putHeader("Connection", "close");
    channel(request).attr(ENDING).set(Boolean.TRUE);
  }

  /**
   * Whether an earlier answer on this connection said that it ends. What was read after that may be
   * the rest of a body and is no request, whatever it looks like.
   */
  static boolean isAnnounced(HttpServerRequest request) {
    return channel(request).hasAttr(ENDING);
  }

  private static Channel channel(HttpServerRequest request) {
    return ((ConnectionBase) request.connection()).channel();
  }

  /** After the answer was written: ends the connection in any case. */
  static void always(Vertx vertx, HttpServerRequest request) {
    if (request.isEnded()) {
      close(request);
      return;
    }
    discard(request);
    request.endHandler(nothing -> close(request));
    vertx.setTimer(LINGER_MILLIS, id -> close(request));
  }

  /**
   * After the answer was written: keeps the connection only if little or nothing is left to read.
   */
  static void afterUnreadBody(Vertx vertx, HttpServerRequest request) {
    if (request.isEnded() || isSmall(request)) {
      discard(request);
    } else {
      always(vertx, request);
    }
  }

  /** Whether the connection will outlive {@link #afterUnreadBody}. */
  static boolean isSmall(HttpServerRequest request) {
    if (request.headers().contains("Expect") || request.headers().contains("Transfer-Encoding")) {
      return false;
    }
    String length = request.getHeader("Content-Length");
    return length == null || (length.length() < 6 && Long.parseLong(length) <= SMALL_BODY);
  }

  private static void discard(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.handler(ignored -> {});
      request.resume();
    }
  }

  private static void close(HttpServerRequest request) {
    request.connection().close();
  }
}
