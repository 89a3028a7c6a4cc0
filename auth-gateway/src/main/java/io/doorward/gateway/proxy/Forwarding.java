package io.doorward.gateway.proxy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.edge.HeaderPassage;
import io.doorward.gateway.mcp.AnswerFilter;
import io.doorward.gateway.mcp.McpPassage;
import io.doorward.gateway.mcp.UnfitAnswer;
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
final class Forwarding implements Underway, RequestBody.Destination {
  private static final int NO_TIMER = -1;
  private static final String EVENTS = "text/event-stream";

  /** Vert.x: no timeout. A WebSocket looks after its own. */
  private static final long NONE = -1;

  private final Vertx vertx;
  private final HttpClient client;
  private final Exchange exchange;
  private final EdgeRequest edge;
  private final Decision.Admitted admitted;
  private final long maxBody;
  private final RequestBody body;
  private final boolean websocket;
  private final Optional<McpPassage> mcp;
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
      Exchange exchange,
      EdgeRequest edge,
      Decision.Admitted admitted,
      long maxBody,
      boolean websocket,
      Optional<McpPassage> mcp) {
    this.vertx = vertx;
    this.client = exchange.loop().client();
    this.exchange = exchange;
    this.edge = edge;
    this.admitted = admitted;
    this.websocket = websocket;
    this.mcp = mcp;
    this.request = exchange.request();
    this.response = request.response();
    this.attempt = upstream().begin();
    this.maxBody = maxBody;
    this.body = new RequestBody(vertx, exchange, maxBody, this);
  }

  private Upstream upstream() {
    return admitted.route().route().upstream();
  }

  /** Begins. The request is paused. */
  void start() {
    exchange.whenAbandoned(this::abandon);
    exchange.admitted(edge, this);
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
            .setIdleTimeout(websocket ? NONE : upstream.idle().toMillis());
    client.request(options).onSuccess(this::send).onFailure(this::unreachable);
  }

  private void send(HttpClientRequest out) {
    if (exchange.isOver()) {
      out.exceptionHandler(reset -> {});
      out.reset();
      return;
    }
    outgoing = out;
    HeaderPassage.toUpstream(edge, request.headers(), out.headers());
    admitted.identity().forEach(out.headers()::set);
    mcp.ifPresent(passage -> passage.toServer(out.headers()));
    out.response().onSuccess(this::answer).onFailure(cause -> broken(out, cause));
    out.exceptionHandler(cause -> broken(out, cause));
    request.exceptionHandler(gone -> abandon());
    if (websocket) {
      WebSocketHandshake.ask(out.headers());
      body.resume();
      awaitAnswer();
      out.connect();
    } else if (mcp.isPresent()) {
      send(mcp.get().body(), out);
    } else {
      body.sendTo(out);
    }
  }

  /** Nothing but what was judged. */
  private void send(@Nullable Buffer message, HttpClientRequest out) {
    if (message == null) {
      body.resume();
    } else {
      out.putHeader("Content-Length", Integer.toString(message.length()));
      out.write(message);
    }
    whole(out);
  }

  @Override
  public void tooLarge() {
    fail(ErrorCode.BODY_TOO_LARGE, "A body may have at most " + maxBody + " bytes.");
  }

  /** From here on it is the upstream's time. */
  @Override
  public void whole(HttpClientRequest out) {
    awaitAnswer();
    out.end();
  }

  private void awaitAnswer() {
    sentAt = System.nanoTime();
    if (!answered) {
      timer = vertx.setTimer(upstream().response().toMillis(), id -> late());
    }
  }

  private void answer(HttpClientResponse answer) {
    answered = true;
    attempt.answered();
    answer.exceptionHandler(broken -> {});
    stopTimer();
    if (exchange.isOver() || failed) {
      answer.request().reset();
      return;
    }
    exchange.entry().upstreamMicros((System.nanoTime() - sentAt) / 1_000);
    MultiMap headers = response.headers();
    Optional<AnswerFilter> filter = Optional.empty();
    boolean switches =
        websocket && WebSocketHandshake.isAgreed(answer.statusCode(), answer.headers(), request);
    try {
      response.setStatusCode(answer.statusCode());
      AnswerHead.pass(answer.headers(), answer.statusCode(), headers, edge, admitted);
      if (answer.statusCode() < 200 && !switches) {
        throw new IllegalArgumentException("an interim answer that nobody asked for");
      }
      if (mcp.isPresent()) {
        mcp.get().toClient(headers);
        filter = mcp.get().filter(answer.statusCode(), headers);
      }
    } catch (UnfitAnswer e) {
      headers.clear();
      fail(ErrorCode.UPSTREAM_UNREACHABLE, String.valueOf(e.getMessage()));
      return;
    } catch (IllegalArgumentException e) {
      headers.clear();
      fail(ErrorCode.UPSTREAM_UNREACHABLE, "The upstream's answer is not well-formed.");
      return;
    }
    if (switches) {
      WebSocketTunnel.open(vertx, exchange, edge, this, answer);
      return;
    }
    if (HttpMethod.HEAD.equals(request.method()) || AnswerHead.hasNoBody(answer.statusCode())) {
      response.end();
      return;
    }
    if (!headers.contains("Content-Length") && request.version() == HttpVersion.HTTP_1_1) {
      response.setChunked(true);
      beginIfEvents(headers);
    }
    if (filter.isPresent()) {
      new FilteredAnswer(answer, response, filter.get(), this::leaveRest, this::cutOff).start();
      return;
    }
    // Ending the answer when the upstream's breaks off would make a cut answer look complete.
    answer
        .pipe()
        .endOnFailure(false)
        .to(response)
        .onSuccess(whole -> leaveRest())
        .onFailure(cut -> cutOff("The upstream broke its answer off."));
  }

  /**
   * A stream of events that has nothing to tell yet has begun all the same. Not the answer to a
   * message: it comes soon, and it can still turn out to be none.
   */
  private void beginIfEvents(MultiMap headers) {
    String type = headers.get("Content-Type");
    if (type != null
        && type.regionMatches(true, 0, EVENTS, 0, EVENTS.length())
        && HttpMethod.GET.equals(request.method())) {
      response.write(Buffer.buffer());
    }
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
  private void cutOff(String reason) {
    if (!exchange.isOver() && !response.headWritten()) {
      response.headers().clear();
      response.setChunked(false);
      fail(ErrorCode.UPSTREAM_UNREACHABLE, reason);
      return;
    }
    cut();
  }

  @Override
  public Decision.Admitted admitted() {
    return admitted;
  }

  @Override
  public boolean awaitsClient() {
    return body.isAwaited() && !failed;
  }

  @Override
  public boolean isBlocked() {
    return answered && !failed && !response.ended() && response.writeQueueFull();
  }

  @Override
  public long handedOn() {
    return response.bytesWritten();
  }

  @Override
  public void tooSlow() {
    fail(ErrorCode.REQUEST_TIMEOUT, "The body of the request came too slowly.");
  }

  @Override
  public void lost(Decision.Refused refusal) {
    if (response.headWritten()) {
      cut();
    } else if (!failed) {
      failed = true;
      abandon();
      refuse(() -> ProblemAnswer.write(request, refusal, exchange.requestId(), edge.at()));
    }
  }

  @Override
  public void cut() {
    failed = true;
    abandon();
    HangUp.cut(request);
  }

  @Override
  public void goAway() {
    cut();
  }

  private void abandon() {
    attempt.withdrawn();
    body.stop();
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
        && body.isEmpty();
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
      HangUp.cut(request);
      return;
    }
    exchange.refused(code);
    admitted.limits().ifPresent(fields -> fields.writeTo(response.headers(), edge.at()));
    refuse(() -> ProblemAnswer.write(request, code, detail, exchange.requestId()));
  }

  private void refuse(Runnable answer) {
    if (!request.isEnded() && !HangUp.isSmall(request)) {
      HangUp.announce(request);
    }
    answer.run();
    HangUp.afterUnreadBody(vertx, request);
  }
}
