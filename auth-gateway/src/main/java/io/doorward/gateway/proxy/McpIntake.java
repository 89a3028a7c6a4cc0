package io.doorward.gateway.proxy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.mcp.McpGuard;
import io.doorward.gateway.mcp.McpOutcome;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes the whole message of a request for an MCP server, within its bound, and has it judged.
 * Confined to the request's event loop.
 */
final class McpIntake implements Underway {
  /** JSON-RPC: invalid request. */
  private static final int INVALID = -32_600;

  private final McpGuard guard;
  private final Exchange exchange;
  private final EdgeRequest edge;
  private final Decision.Admitted admitted;
  private final Consumer<McpOutcome> judged;
  private final int most;
  private final Buffer body = Buffer.buffer();
  private boolean done;

  /**
   * @param judged told what becomes of the message, once
   */
  McpIntake(
      McpGuard guard,
      Exchange exchange,
      EdgeRequest edge,
      Decision.Admitted admitted,
      Consumer<McpOutcome> judged) {
    this.guard = guard;
    this.exchange = exchange;
    this.edge = edge;
    this.admitted = admitted;
    this.judged = judged;
    this.most = admitted.route().route().mcp().orElseThrow().maxBody();
  }

  /** Begins. The request is paused. */
  void start() {
    HttpServerRequest request = exchange.request();
    if (!HttpMethod.POST.equals(request.method())) {
      judged.accept(guard.judge(edge, admitted, request.headers(), null));
      return;
    }
    if (declared(request) > most) {
      tooLarge();
      return;
    }
    exchange.admitted(edge, this);
    request.handler(this::take);
    request.endHandler(nothing -> end());
    request.exceptionHandler(gone -> done = true);
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    request.resume();
  }

  /** The edge has seen that it is a number. */
  private static long declared(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    return length == null ? 0 : Long.parseLong(length);
  }

  private void take(Buffer piece) {
    if (done) {
      return;
    }
    exchange.received(piece.length());
    body.appendBuffer(piece);
    if (body.length() > most) {
      tooLarge();
    }
  }

  private void end() {
    if (!done && !exchange.isOver()) {
      done = true;
      judged.accept(guard.judge(edge, admitted, exchange.request().headers(), body));
    }
  }

  private void tooLarge() {
    fault(ErrorCode.BODY_TOO_LARGE, "A message may have at most " + most + " bytes.");
  }

  private void fault(ErrorCode code, String detail) {
    done = true;
    judged.accept(new McpOutcome.Faulty(code, INVALID, Optional.empty(), detail));
  }

  @Override
  public Decision.Admitted admitted() {
    return admitted;
  }

  @Override
  public boolean awaitsClient() {
    return !done;
  }

  @Override
  public boolean isBlocked() {
    return false;
  }

  @Override
  public long handedOn() {
    return 0;
  }

  @Override
  public void lost(Decision.Refused refusal) {
    if (!done) {
      done = true;
      judged.accept(new McpOutcome.Refused(refusal, Optional.empty()));
    }
  }

  @Override
  public void tooSlow() {
    if (!done) {
      fault(ErrorCode.REQUEST_TIMEOUT, "The message came too slowly.");
    }
  }

  @Override
  public void cut() {
    done = true;
    HangUp.cut(exchange.request());
  }

  @Override
  public void goAway() {
    cut();
  }
}
