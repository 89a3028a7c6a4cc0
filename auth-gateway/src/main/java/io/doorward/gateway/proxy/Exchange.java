package io.doorward.gateway.proxy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.check.UsageNotes;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.usage.UsageEntry;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One request on its way to exactly one answer, and the record of it. Confined to the request's
 * event loop.
 */
final class Exchange {
  private static final String NO_ROUTE = "none";
  private static final String PASSED = "passed";
  private static final String CLIENT_CLOSED = "client_closed";
  private static final String SHUTTING_DOWN = "shutting_down";

  private final HttpServerRequest request;
  private final String requestId;
  private final UsageEntry entry;
  private final long begin;
  private final Consumer<Exchange> done;
  private final Loop loop;
  private final ClientConnection connection;
  private String route = NO_ROUTE;
  private String outcome = PASSED;
  private long bytesIn;
  private boolean over;
  private boolean answered;
  private boolean tunnel;
  private long bytesOut;
  private long untoldSince;
  private @Nullable EdgeRequest edge;
  private @Nullable Underway work;
  private @Nullable Pace pace;
  private Runnable abandoned = () -> {};

  /** Neighbours in the loop's list of requests under way; theirs to set. */
  @Nullable Exchange previous;

  @Nullable Exchange next;

  Exchange(
      Loop loop,
      HttpServerRequest request,
      String requestId,
      UsageEntry entry,
      long begin,
      Consumer<Exchange> done) {
    this.loop = loop;
    this.request = request;
    this.connection = ClientConnection.of(request);
    this.requestId = requestId;
    this.entry = entry;
    this.begin = begin;
    this.done = done;
    request.response().endHandler(nothing -> finish());
    request.response().closeHandler(nothing -> finish());
    request.response().exceptionHandler(error -> finish());
  }

  Loop loop() {
    return loop;
  }

  ClientConnection connection() {
    return connection;
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

  /** It was let in, and this is being done for it. */
  void admitted(EdgeRequest accepted, Underway underway) {
    edge = accepted;
    work = underway;
  }

  @Nullable EdgeRequest edge() {
    return edge;
  }

  @Nullable Underway work() {
    return work;
  }

  @Nullable Pace pace() {
    return pace;
  }

  void pace(Pace measured) {
    pace = measured;
  }

  /** How long nobody could tell whether its access stands, in nanoseconds. */
  long untoldFor(long now) {
    if (untoldSince == 0) {
      untoldSince = now;
    }
    return now - untoldSince;
  }

  /** It was told that it stands. */
  void told() {
    untoldSince = 0;
  }

  /** The gateway goes away before this has come to its end. */
  void goAway() {
    Underway underway = work;
    if (!over && underway != null) {
      refused(SHUTTING_DOWN);
      underway.goAway();
    }
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
    decision.match().ifPresent(match -> route = match.route().id());
    UsageNotes.note(decision, entry);
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

  /** From here on the connection is a tunnel, and only {@link #tunnelEnded} ends the exchange. */
  void tunnelBegins() {
    tunnel = true;
  }

  boolean isTunnel() {
    return tunnel;
  }

  void tunnelEnded(long sent) {
    bytesOut = sent;
    finish(true);
  }

  private void finish() {
    if (!tunnel) {
      var response = request.response();
      bytesOut = response.bytesWritten();
      finish(response.headWritten());
    }
  }

  private void finish(boolean begun) {
    if (over) {
      return;
    }
    over = true;
    answered = begun;
    if (!answered) {
      outcome = CLIENT_CLOSED;
    }
    entry.answered(
        request.response().getStatusCode(), bytesIn, bytesOut, (System.nanoTime() - begin) / 1_000);
    if (!tunnel && !request.response().ended()) {
      abandoned.run();
    }
    done.accept(this);
  }
}
