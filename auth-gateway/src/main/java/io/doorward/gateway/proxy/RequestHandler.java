package io.doorward.gateway.proxy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.check.DenialLog;
import io.doorward.gateway.check.Recollection;
import io.doorward.gateway.check.RequestCheck;
import io.doorward.gateway.credential.TokenScrubber;
import io.doorward.gateway.edge.Edge;
import io.doorward.gateway.edge.EdgeOutcome;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.identity.GatewayKey;
import io.doorward.gateway.usage.UsageEntry;
import io.doorward.gateway.usage.UsageLog;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes requests from the listener and sees to it that each gets one answer and one record. */
@Singleton
class RequestHandler {
  private static final Logger LOG = Logger.getLogger(RequestHandler.class);
  private static final String KEYS_PATH = "/.well-known/jwks.json";
  private static final String UNREADABLE = "-";

  private final Vertx vertx;
  private final Edge edge;
  private final RequestCheck check;
  private final TokenScrubber scrubber;
  private final GatewayKey key;
  private final UsageLog usage;
  private final DenialLog denials;
  private final Recollection recollection;
  private final List<OwnOperation> ownOperations;
  private final McpRequests mcp;
  private final ProxyMetrics metrics;
  private final Drain drain;
  private final Clock clock;

  @Inject
  RequestHandler(
      Vertx vertx,
      Edge edge,
      RequestCheck check,
      TokenScrubber scrubber,
      GatewayKey key,
      UsageLog usage,
      DenialLog denials,
      Recollection recollection,
      Instance<OwnOperation> ownOperations,
      McpRequests mcp,
      ProxyMetrics metrics,
      Drain drain,
      Clock clock) {
    this.vertx = vertx;
    this.edge = edge;
    this.check = check;
    this.scrubber = scrubber;
    this.key = key;
    this.usage = usage;
    this.denials = denials;
    this.recollection = recollection;
    this.ownOperations = ownOperations.stream().toList();
    this.mcp = mcp;
    this.metrics = metrics;
    this.drain = drain;
    this.clock = clock;
  }

  /** A request that could be decoded. */
  void handle(HttpServerRequest request, Loop loop) {
    if (HangUp.isAnnounced(request)) {
      return;
    }
    long begin = System.nanoTime();
    EdgeOutcome outcome = edge.inspect(request);
    if (outcome instanceof EdgeOutcome.Refused refused) {
      refuse(request, refused, begin, loop);
      return;
    }
    EdgeRequest accepted = ((EdgeOutcome.Accepted) outcome).request();
    Exchange exchange = exchange(request, accepted, begin, loop);
    if (accepted.path().equals(KEYS_PATH) && accepted.method().equals("GET")) {
      publishKeys(exchange);
      return;
    }
    if (mcp.describes(exchange, accepted)) {
      return;
    }
    request.pause();
    decide(accepted, request).onComplete(decision -> decided(exchange, accepted, decision));
  }

  private Future<Decision> decide(EdgeRequest accepted, HttpServerRequest request) {
    try {
      return check.decideBeforeMessage(accepted, request.headers());
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** A request that could not. */
  void handleInvalid(HttpServerRequest request, Loop loop, ErrorCode code, String detail) {
    if (HangUp.isAnnounced(request)) {
      return;
    }
    refuse(request, edge.undecodable(request, code, detail), System.nanoTime(), loop);
  }

  private void decided(Exchange exchange, EdgeRequest edgeRequest, AsyncResult<Decision> result) {
    metrics.decided(System.nanoTime() - exchange.begin());
    if (exchange.isOver()) {
      return;
    }
    if (result.failed()) {
      LOG.errorf(result.cause(), "request %s could not be decided", exchange.requestId());
      refuse(exchange, ErrorCode.INTERNAL_ERROR, "The request could not be processed.");
      return;
    }
    exchange.note(result.result());
    recollection.note(edgeRequest, result.result());
    if (result.result() instanceof Decision.Admitted admitted) {
      for (OwnOperation own : ownOperations) {
        if (own.takes(edgeRequest.path())) {
          answer(own, exchange, edgeRequest, admitted);
          return;
        }
      }
      forward(exchange, edgeRequest, admitted);
    } else if (result.result() instanceof Decision.Refused refused) {
      refuse(exchange, refused);
    }
  }

  private void forward(Exchange exchange, EdgeRequest accepted, Decision.Admitted admitted) {
    HttpServerRequest request = exchange.request();
    if (admitted.route().route().mcp().isPresent()) {
      mcp.begin(exchange, accepted, admitted, refused -> refuse(exchange, accepted, refused));
      return;
    }
    boolean websocket = admitted.route().route().websocket() && WebSocketHandshake.isAsked(request);
    Optional<String> fault = websocket ? WebSocketHandshake.fault(request) : Optional.empty();
    if (fault.isPresent()) {
      request.response().putHeader(WebSocketHandshake.VERSION_FIELD, WebSocketHandshake.VERSION);
      refuse(exchange, ErrorCode.INVALID_REQUEST, fault.get());
      return;
    }
    new Forwarding(vertx, exchange, accepted, admitted, edge.maxBody(), websocket, Optional.empty())
        .start();
  }

  /** After it was let in; whoever asks why is told the last word first. */
  private void refuse(Exchange exchange, EdgeRequest accepted, Decision.Refused refused) {
    recollection.note(accepted, refused);
    refuse(exchange, refused);
  }

  private void refuse(Exchange exchange, Decision.Refused refused) {
    HttpServerRequest request = exchange.request();
    exchange.refused(refused.reason());
    denials.refused(
        refused, exchange.requestId(), exchange.entry().clientIp(), request.method().name());
    if (!request.isEnded() && !HangUp.isSmall(request)) {
      HangUp.announce(request);
    }
    ProblemAnswer.write(request, refused, exchange.requestId(), clock.instant());
    HangUp.afterUnreadBody(vertx, request);
  }

  private void refuse(
      HttpServerRequest request, EdgeOutcome.Refused refused, long begin, Loop loop) {
    Exchange exchange = exchange(request, refused, begin, loop);
    exchange.refused(refused.code());
    HangUp.announce(request);
    if (refused.code() == ErrorCode.METHOD_NOT_ALLOWED) {
      request.response().putHeader("Allow", Edge.ALLOWED);
    }
    ProblemAnswer.write(request, refused.code(), refused.detail(), refused.requestId());
    HangUp.always(vertx, request);
  }

  private void refuse(Exchange exchange, ErrorCode code, String detail) {
    exchange.refused(code);
    HangUp.announce(exchange.request());
    ProblemAnswer.write(exchange.request(), code, detail, exchange.requestId());
    HangUp.always(vertx, exchange.request());
  }

  private void answer(
      OwnOperation own, Exchange exchange, EdgeRequest edgeRequest, Decision.Admitted admitted) {
    own.answer(edgeRequest, admitted)
        .onComplete(
            result -> {
              if (!exchange.isOver()) {
                OwnAnswer.write(exchange, edgeRequest, admitted, result);
                HangUp.afterUnreadBody(vertx, exchange.request());
              }
            });
  }

  private void publishKeys(Exchange exchange) {
    exchange.entry().route("jwks", KEYS_PATH);
    exchange
        .request()
        .response()
        .putHeader("Content-Type", "application/json")
        .putHeader("Cache-Control", "public, max-age=60")
        .end(key.published());
  }

  private Exchange exchange(
      HttpServerRequest request, EdgeRequest accepted, long begin, Loop loop) {
    UsageEntry entry =
        new UsageEntry(
            accepted.at(),
            accepted.requestId(),
            accepted.method(),
            scrubber.scrub(accepted.path()),
            accepted.client().toString(),
            userAgent(request));
    return exchange(request, accepted.requestId(), entry, begin, loop);
  }

  /** Nothing in a refused target is safe to write down as it came. */
  private Exchange exchange(
      HttpServerRequest request, EdgeOutcome.Refused refused, long begin, Loop loop) {
    UsageEntry entry =
        new UsageEntry(
            clock.instant(),
            refused.requestId(),
            request.method().name(),
            UNREADABLE,
            refused.client().toString(),
            userAgent(request));
    return exchange(request, refused.requestId(), entry, begin, loop);
  }

  private Exchange exchange(
      HttpServerRequest request, String requestId, UsageEntry entry, long begin, Loop loop) {
    drain.begin();
    Exchange exchange = new Exchange(loop, request, requestId, entry, begin, this::done);
    loop.begin(exchange);
    if (drain.isDraining()) {
      HangUp.announce(request);
      exchange.connection().sayGoodbye();
    }
    return exchange;
  }

  private @Nullable String userAgent(HttpServerRequest request) {
    String sent = request.getHeader("User-Agent");
    return sent == null ? null : scrubber.scrub(sent);
  }

  private void done(Exchange exchange) {
    if (exchange.isAnswered()) {
      usage.record(exchange.entry());
    }
    metrics.answered(exchange.route(), exchange.outcome());
    exchange.loop().end(exchange);
    drain.end();
    HttpServerRequest request = exchange.request();
    // One whose answer could not say so yet is told by the answer to its next request.
    boolean told = exchange.connection().isEnding() && !exchange.isTunnel();
    if (drain.isDraining() && told && request.response().ended()) {
      request.connection().close();
    }
  }
}
