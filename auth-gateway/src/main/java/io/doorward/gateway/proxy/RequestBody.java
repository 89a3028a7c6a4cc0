package io.doorward.gateway.proxy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpServerRequest;

/** A request's body on its way to the upstream, with back-pressure. Confined to its event loop. */
final class RequestBody {
  private final Vertx vertx;
  private final Exchange exchange;
  private final HttpServerRequest request;
  private final long most;
  private final Destination destination;
  private boolean stopped;

  /** Whether the client's turn to send has come, and it has not sent all. */
  private boolean awaited;

  /** Where it goes. */
  interface Destination {
    /** It is larger than allowed, and goes no further. */
    void tooLarge();

    /** All of it, be it nothing, was passed on. */
    void whole(HttpClientRequest out);
  }

  /**
   * A body that is not read yet. The request is paused.
   *
   * @param most largest size in bytes
   */
  RequestBody(Vertx vertx, Exchange exchange, long most, Destination destination) {
    this.vertx = vertx;
    this.exchange = exchange;
    this.request = exchange.request();
    this.most = most;
    this.destination = destination;
  }

  /** Passes it on. */
  void sendTo(HttpClientRequest out) {
    if (BodyFraming.isKnown(request)) {
      begin(out);
    } else {
      vertx.runOnContext(nothing -> begin(out));
    }
  }

  private void begin(HttpClientRequest out) {
    if (exchange.isOver() || stopped) {
      out.reset();
      return;
    }
    if (request.headers().contains("Content-Length")) {
      out.putHeader("Content-Length", length());
    }
    if (isEmpty()) {
      resume();
      destination.whole(out);
      return;
    }
    out.setChunked(BodyFraming.isOpen(request));
    awaited = true;
    request.handler(chunk -> pass(out, chunk));
    request.endHandler(
        nothing -> {
          awaited = false;
          destination.whole(out);
        });
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
  }

  /** There is none, and whoever waits behind it may be read. */
  void resume() {
    // The second attempt of a repeated request finds nothing more to read.
    if (!request.isEnded()) {
      request.resume();
    }
  }

  private void pass(HttpClientRequest out, Buffer chunk) {
    exchange.received(chunk.length());
    if (exchange.bytesIn() > most) {
      destination.tooLarge();
      return;
    }
    if (stopped) {
      return;
    }
    out.write(chunk);
    if (out.writeQueueFull()) {
      request.pause();
      awaited = false;
      out.drainHandler(
          nothing -> {
            awaited = !request.isEnded();
            resume();
          });
    }
  }

  /** Nothing more of it is sent on. */
  void stop() {
    stopped = true;
  }

  /** Whether nothing but the client is waited for. */
  boolean isAwaited() {
    return awaited && !stopped && !request.isEnded();
  }

  boolean isEmpty() {
    return length().equals("0") && !BodyFraming.isOpen(request);
  }

  private String length() {
    String declared = request.getHeader("Content-Length");
    return declared == null ? "0" : declared;
  }
}
