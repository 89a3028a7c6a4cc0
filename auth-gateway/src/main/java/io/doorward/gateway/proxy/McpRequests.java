package io.doorward.gateway.proxy;

import io.doorward.gateway.check.Decision;
import io.doorward.gateway.credential.TokenScrubber;
import io.doorward.gateway.edge.Edge;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.mcp.McpGuard;
import io.doorward.gateway.mcp.McpMetadata;
import io.doorward.gateway.mcp.McpOutcome;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Consumer;

/** Sees requests for MCP servers through: the message taken and judged, then forwarded or not. */
@Singleton
class McpRequests {
  private final Vertx vertx;
  private final Edge edge;
  private final McpGuard guard;
  private final McpMetadata metadata;
  private final TokenScrubber scrubber;

  @Inject
  McpRequests(
      Vertx vertx, Edge edge, McpGuard guard, McpMetadata metadata, TokenScrubber scrubber) {
    this.vertx = vertx;
    this.edge = edge;
    this.guard = guard;
    this.metadata = metadata;
    this.scrubber = scrubber;
  }

  /**
   * Answers a request for the description of a server; false if it is none. Clients that run in a
   * browser read it as well; it is nobody's secret.
   */
  boolean describes(Exchange exchange, EdgeRequest request) {
    Optional<Buffer> description =
        request.method().equals("GET") ? metadata.of(request) : Optional.empty();
    description.ifPresent(
        content -> {
          exchange.entry().route("mcp-metadata", "/.well-known/oauth-protected-resource/**");
          exchange
              .request()
              .response()
              .putHeader("Content-Type", "application/json")
              .putHeader("Cache-Control", "public, max-age=60")
              .putHeader("Access-Control-Allow-Origin", "*")
              .putHeader("X-Content-Type-Options", "nosniff")
              .end(content);
        });
    return description.isPresent();
  }

  /**
   * Goes on with a request whose sender was let in. It is paused.
   *
   * @param refuse answers what its sender may not send
   */
  void begin(
      Exchange exchange,
      EdgeRequest request,
      Decision.Admitted admitted,
      Consumer<Decision.Refused> refuse) {
    new McpIntake(
            guard, exchange, request, admitted, outcome -> go(exchange, request, outcome, refuse))
        .start();
  }

  private void go(
      Exchange exchange,
      EdgeRequest request,
      McpOutcome outcome,
      Consumer<Decision.Refused> refuse) {
    outcome.tool().map(scrubber::scrub).ifPresent(exchange.entry()::tool);
    if (outcome instanceof McpOutcome.Passes passes) {
      new Forwarding(
              vertx,
              exchange,
              request,
              passes.admitted(),
              edge.maxBody(),
              false,
              Optional.of(passes.passage()))
          .start();
    } else if (outcome instanceof McpOutcome.Refused refused) {
      refuse.accept(refused.refused());
    } else if (outcome instanceof McpOutcome.Faulty faulty) {
      answer(exchange, faulty);
    }
  }

  private void answer(Exchange exchange, McpOutcome.Faulty faulty) {
    HttpServerRequest request = exchange.request();
    exchange.refused(faulty.code());
    if (!request.isEnded() && !HangUp.isSmall(request)) {
      HangUp.announce(request);
    }
    RpcAnswer.write(request, faulty, exchange.requestId());
    HangUp.afterUnreadBody(vertx, request);
  }
}
