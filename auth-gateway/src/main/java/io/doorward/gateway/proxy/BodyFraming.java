package io.doorward.gateway.proxy;

import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Stream;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** How a request's body is framed, whichever version of HTTP it came in. */
final class BodyFraming {
  private BodyFraming() {}

  /**
   * Whether it can be told by now. Of HTTP/2 it shows from the state of the stream, which changes
   * only after the head has been handed on.
   */
  static boolean isKnown(HttpServerRequest request) {
    return !HangUp.isHttp2(request)
        || request.headers().contains("Content-Length")
        || request.bytesRead() > 0
        || !clientMaySend(request);
  }

  /** Whether there is a body whose length only shows at its end. */
  static boolean isOpen(HttpServerRequest request) {
    return HangUp.isHttp2(request)
        ? !request.headers().contains("Content-Length")
            && (request.bytesRead() > 0 || clientMaySend(request))
        : request.headers().contains("Transfer-Encoding");
  }

  private static boolean clientMaySend(HttpServerRequest request) {
    Http2ConnectionHandler codec =
        ClientConnection.of(request).channel().pipeline().get(Http2ConnectionHandler.class);
    @Nullable Http2Stream stream =
        codec == null ? null : codec.connection().stream(request.streamId());
    return stream != null && stream.state().remoteSideOpen();
  }
}
