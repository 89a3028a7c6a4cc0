package io.doorward.gateway.proxy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.edge.HeaderPassage;
import io.doorward.gateway.route.Attempt;
import io.doorward.gateway.route.Upstream;
import io.netty.channel.ConnectTimeoutException;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One request forwarded to its upstream and the answer passed back, both streamed with
 * back-pressure. Confined to the request's event loop.
 */
final class Forwarding {
  private static final int NO_TIMER = -1;

  private final Vertx vertx;
  private final HttpClient client;
  private final Exchange exchange;
  private final EdgeRequest edge;
  private final Decision.Admitted admitted;
  private final long maxBody;
  private final HttpServerRequest request;
  private final HttpServerResponse response;
  private Attempt attempt;
  private @Nullable HttpClientRequest outgoing;
  private long timer = NO_TIMER;
  private long sentAt = System.nanoTime();
  private boolean repeated;
  private boolean failed;
  private boolean answered;

  Forwarding(
      Vertx vertx,
      HttpClient client,
      Exchange exchange,
      EdgeRequest edge,
      Decision.Admitted admitted,
      long maxBody) {
    this.vertx = vertx;
    this.client = client;
    this.exchange = exchange;
    this.edge = edge;
    this.admitted = admitted;
    this.maxBody = maxBody;
    this.request = exchange.request();
    this.response = request.response();
    this.attempt = upstream().begin();
  }

  private Upstream upstream() {
    return admitted.route().route().upstream();
  }

  /** Begins. The request is paused. */
  void start() {
    exchange.whenAbandoned(this::abandon);
    Upstream upstream = upstream();
    String query = admitted.query(edge.query());
    String uri = admitted.route().target() + (query.isEmpty() ? "" : "?" + query);
    RequestOptions options =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(attempt.host())
            .setPort(attempt.port())
            .setSsl(attempt.tls())
            .setURI(uri)
            .setConnectTimeout(upstream.connect().toMillis())
            .setIdleTimeout(upstream.idle().toMillis());
    client.request(options).onSuccess(this::send).onFailure(this::unreachable);
  }

  private void send(HttpClientRequest out) {
    if (exchange.isOver()) {
      out.reset();
      return;
    }
    outgoing = out;
    HeaderPassage.toUpstream(edge, request.headers(), out.headers());
    admitted.identity().forEach(out.headers()::set);
    out.response().onSuccess(this::answer).onFailure(cause -> broken(out, cause));
    out.exceptionHandler(cause -> broken(out, cause));
    request.exceptionHandler(gone -> abandon());
    sendBody(out);
  }

  private void sendBody(HttpClientRequest out) {
    String length = length();
    boolean chunked = request.headers().contains("Transfer-Encoding");
    if (length.equals("0") && !chunked) {
      if (request.headers().contains("Content-Length")) {
        out.putHeader("Content-Length", length);
      }
      request.resume();
      sent(out);
      return;
    }
    if (chunked) {
      out.setChunked(true);
    } else {
      out.putHeader("Content-Length", length);
    }
    request.handler(chunk -> pass(out, chunk));
    request.endHandler(nothing -> sent(out));
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      response.writeContinue();
    }
    request.resume();
  }

  /** From here on it is the upstream's time. */
  private void sent(HttpClientRequest out) {
    sentAt = System.nanoTime();
    if (!answered) {
      timer = vertx.setTimer(upstream().response().toMillis(), id -> late());
    }
    out.end();
  }

  private String length() {
    String declared = request.getHeader("Content-Length");
    return declared == null ? "0" : declared;
  }

  private void pass(HttpClientRequest out, Buffer chunk) {
    exchange.received(chunk.length());
    if (exchange.bytesIn() > maxBody) {
      fail(ErrorCode.BODY_TOO_LARGE, "A body may have at most " + maxBody + " bytes.");
      return;
    }
    if (failed) {
      return;
    }
    out.write(chunk);
    if (out.writeQueueFull()) {
      request.pause();
      out.drainHandler(nothing -> request.resume());
    }
  }

  private void answer(HttpClientResponse answer) {
    answered = true;
    attempt.answered();
    stopTimer();
    if (exchange.isOver() || failed) {
      answer.request().reset();
      return;
    }
    exchange.entry().upstreamMicros((System.nanoTime() - sentAt) / 1_000);
    MultiMap headers = response.headers();
    try {
      response.setStatusCode(answer.statusCode());
      AnswerHead.pass(answer.headers(), answer.statusCode(), headers, edge, admitted);
    } catch (IllegalArgumentException e) {
      headers.clear();
      fail(ErrorCode.UPSTREAM_UNREACHABLE, "The upstream's answer is not well-formed.");
      return;
    }
    if (HttpMethod.HEAD.equals(request.method()) || AnswerHead.hasNoBody(answer.statusCode())) {
      response.end();
      return;
    }
    if (!headers.contains("Content-Length") && request.version() == HttpVersion.HTTP_1_1) {
      response.setChunked(true);
    }
    // Ending the answer when the upstream's breaks off would make a cut answer look complete.
    answer
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onSuccess(whole -> leaveRest())
        .onFailure(cut -> cutOff());
  }

  /** An upstream that answered before it had read the whole body wants no more of it. */
  private void leaveRest() {
    if (!request.isEnded()) {
      abandon();
      HangUp.always(vertx, request);
    }
  }

  /**
   * Once the head is out, a broken connection is the only way left to say that something is
   * missing.
   */
  private void cutOff() {
    if (!exchange.isOver() && !response.headWritten()) {
      response.headers().clear();
      response.setChunked(false);
      fail(ErrorCode.UPSTREAM_UNREACHABLE, "The upstream broke its answer off.");
      return;
    }
    abandon();
    request.connection().close();
  }

  private void abandon() {
    attempt.withdrawn();
    stopTimer();
    HttpClientRequest present = outgoing;
    if (present != null) {
      present.reset();
    }
  }

  private void late() {
    timer = NO_TIMER;
    attempt.failed();
    fail(ErrorCode.UPSTREAM_TIMEOUT, "The upstream did not begin its answer in time.");
  }

  /** Nothing was sent, so another address may be tried whatever the request asks for. */
  private void unreachable(Throwable cause) {
    if (cause instanceof ConnectionPoolTooBusyException) {
      attempt.withdrawn();
    } else {
      attempt.failed();
    }
    Optional<Attempt> other = failed || exchange.isOver() ? Optional.empty() : attempt.elsewhere();
    if (other.isPresent()) {
      attempt = other.get();
      start();
    } else if (isTimeout(cause)) {
      fail(ErrorCode.UPSTREAM_TIMEOUT, "No connection to the upstream could be had in time.");
    } else {
      fail(ErrorCode.UPSTREAM_UNREACHABLE, "The upstream could not be reached.");
    }
  }

  /** May be told more than once of the same attempt. */
  private void broken(HttpClientRequest out, Throwable cause) {
    if (out != outgoing || failed || answered || exchange.isOver()) {
      return;
    }
    outgoing = null;
    attempt.failed();
    if (isTimeout(cause)) {
      fail(ErrorCode.UPSTREAM_TIMEOUT, "The upstream did not answer in time.");
    } else if (mayRepeat()) {
      repeated = true;
      attempt = attempt.elsewhere().orElseGet(() -> upstream().begin());
      stopTimer();
      start();
    } else {
      fail(ErrorCode.UPSTREAM_UNREACHABLE, "The upstream broke the connection off.");
    }
  }

  /** Once, and only what may be done twice and has no body: the connection may have been idle. */
  private boolean mayRepeat() {
    return !repeated
        && (HttpMethod.GET.equals(request.method()) || HttpMethod.HEAD.equals(request.method()))
        && length().equals("0")
        && !request.headers().contains("Transfer-Encoding");
  }

  private static boolean isTimeout(Throwable cause) {
    return cause instanceof TimeoutException || cause instanceof ConnectTimeoutException;
  }

  private void stopTimer() {
    if (timer != NO_TIMER) {
      vertx.cancelTimer(timer);
      timer = NO_TIMER;
    }
  }

  private void fail(ErrorCode code, String detail) {
    if (failed || exchange.isOver()) {
      return;
    }
    failed = true;
    abandon();
    if (response.headWritten()) {
      request.connection().close();
      return;
    }
    exchange.refused(code);
    admitted.limits().ifPresent(fields -> fields.writeTo(response.headers(), edge.at()));
    if (!request.isEnded() && !HangUp.isSmall(request)) {
      HangUp.announce(request);
    }
    ProblemAnswer.write(request, code, detail, exchange.requestId());
    HangUp.afterUnreadBody(vertx, request);
  }
}
