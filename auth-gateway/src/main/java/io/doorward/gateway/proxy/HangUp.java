package io.doorward.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;

/**
 * Ends connections after an early answer without losing the answer: closing a socket while the
 * client still sends makes TCP throw away what it has not read yet.
 */
final class HangUp {
  /** What a client has left to send is read and thrown away for at most this long. */
  private static final long LINGER_MILLIS = 500;

  /** A rest of a body up to this size is read instead of ending the connection. */
  private static final long SMALL_BODY = 65_536;

  private HangUp() {}

  /**
   * Before the answer is written: says that the connection ends with it. HTTP/2 has no such word.
   */
  static void announce(HttpServerRequest request) {
    if (!isHttp2(request)) {
      request.response().putHeader("Connection", "close");
      ClientConnection.of(request).ending();
    }
  }

  /**
   * Whether an earlier answer on this connection said that it ends. What was read after that may be
   * the rest of a body and is no request, whatever it looks like.
   */
  static boolean isAnnounced(HttpServerRequest request) {
    return ClientConnection.of(request).isEnding();
  }

  static boolean isHttp2(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2;
  }

  /**
   * After the answer was written: ends the connection in any case; of HTTP/2 the stream only, and
   * only if the client goes on sending (RFC 9113, section 8.1).
   */
  static void always(Vertx vertx, HttpServerRequest request) {
    boolean http2 = isHttp2(request);
    if (request.isEnded()) {
      if (!http2) {
        close(request);
      }
      return;
    }
    discard(request);
    if (http2) {
      vertx.setTimer(LINGER_MILLIS, id -> stopSending(request));
      return;
    }
    request.endHandler(nothing -> close(request));
    vertx.setTimer(LINGER_MILLIS, id -> close(request));
  }

  private static void stopSending(HttpServerRequest request) {
    if (!request.isEnded()) {
      request.response().reset(Http2Error.NO_ERROR.code());
    }
  }

  /**
   * After the answer was written: keeps the connection only if little or nothing is left to read.
   */
  static void afterUnreadBody(Vertx vertx, HttpServerRequest request) {
    if (request.isEnded() || (isSmall(request) && !isHttp2(request))) {
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

  /**
   * Ends an answer that has begun and is not complete, in a way that cannot be taken for its end.
   * In HTTP/1.0 the end of the connection may be the end of the answer, so there it is reset.
   */
  static void cut(HttpServerRequest request) {
    if (isHttp2(request)) {
      request.response().reset(Http2Error.CANCEL.code());
      return;
    }
    ClientConnection connection = ClientConnection.of(request);
    Channel channel = connection.channel();
    if (!channel.isOpen()) {
      return;
    }
    if (request.version() == HttpVersion.HTTP_1_0) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
    }
    if (channel.isWritable()) {
      close(request);
    } else {
      connection.drop();
    }
  }

  private static void close(HttpServerRequest request) {
    request.connection().close();
  }
}
