package io.doorward.gateway.proxy;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.check.Caller;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.route.AgentInPath;
import io.doorward.gateway.usage.UsageEntry;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;

/**
 * One request on its way to exactly one answer, and the record of it. Confined to the request's
 * event loop.
 */
final class Exchange {
  private static final String NO_ROUTE = "none";
  private static final String PASSED = "passed";
  private static final String CLIENT_CLOSED = "client_closed";

  private final HttpServerRequest request;
  private final String requestId;
  private final UsageEntry entry;
  private final long begin;
  private final Consumer<Exchange> done;
  private String route = NO_ROUTE;
  private String outcome = PASSED;
  private long bytesIn;
  private boolean over;
  private boolean answered;
  private Runnable abandoned = () -> {};

  Exchange(
      HttpServerRequest request,
      String requestId,
      UsageEntry entry,
      long begin,
      Consumer<Exchange> done) {
    this.request = request;
    this.requestId = requestId;
    this.entry = entry;
    this.begin = begin;
    this.done = done;
    request.response().endHandler(nothing -> finish());
    request.response().closeHandler(nothing -> finish());
    request.response().exceptionHandler(error -> finish());
  }

  HttpServerRequest request() {
    return request;
  }

  String requestId() {
    return requestId;
  }

  UsageEntry entry() {
    return entry;
  }

  String route() {
    return route;
  }

  String outcome() {
    return outcome;
  }

  long begin() {
    return begin;
  }

  boolean isOver() {
    return over;
  }

  /** Whether an answer was begun, once it is over: a client that went away before got none. */
  boolean isAnswered() {
    return answered;
  }

  /** What to do if the client goes away before its answer is complete. */
  void whenAbandoned(Runnable action) {
    abandoned = action;
  }

  void received(int bytes) {
    bytesIn += bytes;
  }

  long bytesIn() {
    return bytesIn;
  }

  /** Notes what the decision says about route and caller. */
  void note(Decision decision) {
    decision
        .match()
        .ifPresent(
            match -> {
              route = match.route().id();
              entry.route(route, match.template());
            });
    decision.caller().ifPresent(this::note);
    if (decision instanceof Decision.Admitted admitted) {
      admitted.route().agent().flatMap(AgentInPath::id).ifPresent(entry::agent);
    }
    if (decision instanceof Decision.Refused refused
        && refused.code() == ErrorCode.INVALID_TOKEN
        && refused.caller().orElse(null) instanceof Caller.TokenHolder holder) {
      entry.notValid(holder.token());
    }
  }

  private void note(Caller caller) {
    if (caller instanceof Caller.TokenHolder holder) {
      TokenSnapshot token = holder.token();
      entry.token(token.tokenId(), token.organizationId(), token.owner(), token.agentId());
    } else if (caller instanceof Caller.Person person) {
      entry.credential(
          CredentialKind.SESSION,
          new TokenOwner(TokenOwner.Kind.USER, person.principal().subject()));
    }
  }

  /** The gateway answers this itself. */
  void refused(ErrorCode code) {
    refused(code.code());
  }

  /** As the other, for a reason that has no code of its own. */
  void refused(String reason) {
    outcome = reason;
    entry.refusal(reason);
  }

  private void finish() {
    if (over) {
      return;
    }
    over = true;
    var response = request.response();
    answered = response.headWritten();
    if (!answered) {
      outcome = CLIENT_CLOSED;
    }
    entry.answered(
        response.getStatusCode(),
        bytesIn,
        response.bytesWritten(),
        (System.nanoTime() - begin) / 1_000);
    if (!response.ended()) {
      abandoned.run();
    }
    done.accept(this);
  }
}
