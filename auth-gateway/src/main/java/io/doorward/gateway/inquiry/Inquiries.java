package io.doorward.gateway.inquiry;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.check.DenialLog;
import io.doorward.gateway.check.GatewayAnswer;
import io.doorward.gateway.check.Recollection;
import io.doorward.gateway.check.RequestCheck;
import io.doorward.gateway.edge.Edge;
import io.doorward.gateway.edge.EdgeConfig;
import io.doorward.gateway.edge.EdgeOutcome;
import io.doorward.gateway.edge.EdgeRequest;
import io.doorward.gateway.edge.RelayedEdge;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import org.jboss.logging.Logger;

/** Answers what proxies in front ask, by the same decision as for requests that are forwarded. */
@Singleton
public class Inquiries {
  private static final Logger LOG = Logger.getLogger(Inquiries.class);
  private static final String AUTHORIZATION = "Authorization";
  private static final String API_KEY = "X-API-Key";

  private final Vertx vertx;
  private final RequestCheck check;
  private final RelayedEdge edge;
  private final InquiryRecords records;
  private final DenialLog denials;
  private final Recollection recollection;
  private final Clock clock;
  private final long deadlineMillis;

  @Inject
  Inquiries(
      Vertx vertx,
      RequestCheck check,
      EdgeConfig edge,
      InquiryConfig config,
      InquiryRecords records,
      DenialLog denials,
      Recollection recollection,
      Clock clock) {
    this.vertx = vertx;
    this.check = check;
    this.edge = new RelayedEdge(edge, config.peers().orElse(List.of()), clock);
    this.records = records;
    this.denials = denials;
    this.recollection = recollection;
    this.clock = clock;
    this.deadlineMillis = config.deadline().toMillis();
  }

  /**
   * Rules on what a proxy tells of a request, or denies what it does not tell of; within the
   * deadline. Never fails; what cannot be decided is denied. Must be called on an event loop of the
   * listener.
   *
   * @param way how it was asked, for metrics
   * @param told the address from which the request reached the proxy, or else the proxy's own
   * @param headers of the request, with what the proxy added
   */
  public Future<Ruling> rule(String way, Told what, IpAddress told, MultiMap headers) {
    return what instanceof Told.Request clear
        ? rule(new Inquiry(way, clear.request(), told, headers))
        : Future.succeededFuture(unclear(way, told, headers, ((Told.Unclear) what).fault()));
  }

  private Future<Ruling> rule(Inquiry inquiry) {
    long begin = System.nanoTime();
    EdgeOutcome outcome = edge.inspect(inquiry.request(), inquiry.told(), inquiry.headers());
    if (outcome instanceof EdgeOutcome.Refused refused) {
      return Future.succeededFuture(refused(inquiry.way(), inquiry.headers(), refused));
    }
    EdgeRequest request = ((EdgeOutcome.Accepted) outcome).request();
    return inTime(decide(request, inquiry.headers()))
        .map(decision -> ruling(inquiry, request, decision, begin))
        .otherwise(cause -> undecided(inquiry, request, cause, begin));
  }

  /** Denies a request about which the proxy does not say what is needed: its configuration is. */
  private Ruling unclear(String way, IpAddress told, MultiMap headers, String fault) {
    LOG.debugf("a question that cannot be answered: %s", fault);
    return refused(
        way,
        headers,
        edge.refuse(
            told, headers, "The proxy in front does not tell which request it is: " + fault + "."));
  }

  private Ruling refused(String way, MultiMap headers, EdgeOutcome.Refused refused) {
    records.refused(way, refused, headers);
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    if (refused.code() == ErrorCode.METHOD_NOT_ALLOWED) {
      fields.set("Allow", Edge.ALLOWED);
    }
    return new Ruling.Deny(
        GatewayAnswer.of(refused.code(), refused.detail(), refused.requestId(), fields));
  }

  private Future<Decision> decide(EdgeRequest request, MultiMap headers) {
    try {
      return check.decide(request, headers);
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** Fails if the decision takes longer than the proxy waits; what it says then is not heard. */
  private Future<Decision> inTime(Future<Decision> decision) {
    if (decision.isComplete()) {
      return decision;
    }
    Promise<Decision> first = Promise.promise();
    long timer = vertx.setTimer(deadlineMillis, id -> first.tryFail(new TooLate()));
    decision.onComplete(
        result -> {
          vertx.cancelTimer(timer);
          if (result.succeeded()) {
            first.tryComplete(result.result());
          } else {
            first.tryFail(result.cause());
          }
        });
    return first.future();
  }

  private static final class TooLate extends RuntimeException {
    private static final long serialVersionUID = 1L;

    TooLate() {
      super("not decided in time", null, false, false);
    }
  }

  private Ruling ruling(Inquiry inquiry, EdgeRequest request, Decision decision, long begin) {
    recollection.note(request, decision);
    if (decision instanceof Decision.Admitted admitted) {
      records.admitted(inquiry.way(), request, inquiry.headers(), admitted, begin);
      return pass(request, admitted);
    }
    Decision.Refused refused = (Decision.Refused) decision;
    records.refused(inquiry.way(), request, inquiry.headers(), refused, begin);
    denials.refused(refused, request.requestId(), request.client().toString(), request.method());
    return new Ruling.Deny(
        GatewayAnswer.of(
            refused, request.requestId(), clock.instant(), MultiMap.caseInsensitiveMultiMap()));
  }

  private Ruling pass(EdgeRequest request, Decision.Admitted admitted) {
    MultiMap identity = MultiMap.caseInsensitiveMultiMap();
    // A proxy that copies a field it does not find may send what the client sent, or worse.
    identity.set(AUTHORIZATION, "").set(API_KEY, "");
    Headers.IDENTITY.forEach(name -> identity.set(name, ""));
    admitted.identity().forEach(identity::set);
    MultiMap forClient = MultiMap.caseInsensitiveMultiMap();
    forClient.set(Headers.REQUEST_ID, request.requestId());
    admitted.limits().ifPresent(fields -> fields.writeTo(forClient, request.at()));
    return new Ruling.Pass(identity, forClient);
  }

  private Ruling undecided(Inquiry inquiry, EdgeRequest request, Throwable cause, long begin) {
    boolean late = cause instanceof TooLate;
    if (!late) {
      LOG.errorf(cause, "request %s could not be decided", request.requestId());
    }
    ErrorCode code = late ? ErrorCode.DEPENDENCY_UNAVAILABLE : ErrorCode.INTERNAL_ERROR;
    records.failed(inquiry.way(), request, inquiry.headers(), code, begin);
    MultiMap fields = MultiMap.caseInsensitiveMultiMap();
    if (late) {
      fields.set("Retry-After", "1");
    }
    return new Ruling.Deny(
        GatewayAnswer.of(
            code,
            late
                ? "The credential cannot be checked at the moment. Try again shortly."
                : "The request could not be processed.",
            request.requestId(),
            fields));
  }
}
