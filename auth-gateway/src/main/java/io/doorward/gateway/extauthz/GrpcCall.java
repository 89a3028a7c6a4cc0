package io.doorward.gateway.extauthz;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One unary call of gRPC over HTTP/2: a message in, a message or a status out, neither compressed.
 */
final class GrpcCall {
  static final int INVALID_ARGUMENT = 3;
  static final int RESOURCE_EXHAUSTED = 8;
  static final int UNIMPLEMENTED = 12;

  private static final String CONTENT_TYPE = "application/grpc";
  private static final String STATUS = "grpc-status";

  /** Before each message: whether it is compressed, and its length in four octets. */
  private static final int PREFIX = 5;

  /** A head that fits into a proxy's bounds is far smaller, bodies are not asked for. */
  private static final int LARGEST = 1_048_576;

  private final HttpServerRequest request;
  private final Buffer received = Buffer.buffer();
  private boolean over;

  GrpcCall(HttpServerRequest request) {
    this.request = request;
  }

  /** Gives the message as soon as all of it is there, or ends the call. */
  void whenAsked(Consumer<byte[]> asked) {
    request.handler(this::collect);
    request.endHandler(nothing -> complete(asked));
    request.exceptionHandler(broken -> over = true);
  }

  private void collect(Buffer chunk) {
    if (over) {
      return;
    }
    if (received.length() + chunk.length() > LARGEST) {
      fail(RESOURCE_EXHAUSTED, "the message is too large");
    } else {
      received.appendBuffer(chunk);
    }
  }

  private void complete(Consumer<byte[]> asked) {
    if (over) {
      return;
    }
    if (received.length() < PREFIX || received.getUnsignedInt(1) != received.length() - PREFIX) {
      fail(INVALID_ARGUMENT, "exactly one message is expected");
    } else if (received.getByte(0) != 0) {
      fail(UNIMPLEMENTED, "compression is not supported");
    } else {
      asked.accept(received.getBytes(PREFIX, received.length()));
    }
  }

  /** Ends the call with a message. */
  void answer(Buffer message) {
    HttpServerResponse response = begin();
    if (response != null) {
      response.putTrailer(STATUS, "0");
      response.end(
          Buffer.buffer(PREFIX + message.length())
              .appendByte((byte) 0)
              .appendInt(message.length())
              .appendBuffer(message));
    }
  }

  /** Ends the call with a status alone. */
  void fail(int status, String message) {
    HttpServerResponse response = begin();
    if (response != null) {
      response.putHeader(STATUS, Integer.toString(status)).putHeader("grpc-message", message);
      response.end();
    }
  }

  private @Nullable HttpServerResponse begin() {
    HttpServerResponse response = request.response();
    if (over || response.ended() || response.closed()) {
      return null;
    }
    over = true;
    return response.putHeader("Content-Type", CONTENT_TYPE);
  }

  /** Whether a request is a call at all. */
  static boolean is(HttpServerRequest request) {
    String type = request.getHeader("Content-Type");
    return type != null
        && type.regionMatches(true, 0, CONTENT_TYPE, 0, CONTENT_TYPE.length())
        && request.version() == HttpVersion.HTTP_2;
  }
}
