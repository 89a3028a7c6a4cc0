package io.doorward.kit.request;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jboss.resteasy.reactive.server.vertx.VertxInputStream;

/**
 * Answers a body that announces more than the bound with a problem; Quarkus alone would answer
 * without a body. One that does not announce its length is cut off while it is read, by Quarkus,
 * who is told the bound of the operation.
 */
@ApplicationScoped
public class BodyBoundFilter {
  private static final int BEFORE_QUARKUS_OWN_CHECK = 1_000;

  private static final int AFTER_QUARKUS_OWN_CHECK = 0;

  private final long bound;
  private final Map<String, Long> larger;

  BodyBoundFilter(HttpConfig config, Instance<LargerBody> larger) {
    this.bound = config.maxBody().asLongValue();
    this.larger = larger.stream().collect(Collectors.toMap(LargerBody::path, LargerBody::bytes));
  }

  void register(@Observes Filters filters) {
    filters.register(this::check, BEFORE_QUARKUS_OWN_CHECK);
    filters.register(this::tell, AFTER_QUARKUS_OWN_CHECK);
  }

  private long bound(RoutingContext request) {
    String path = request.normalizedPath();
    return larger.getOrDefault(path, bound);
  }

  private void tell(RoutingContext request) {
    request.put(VertxInputStream.MAX_REQUEST_SIZE_KEY, bound(request));
    request.next();
  }

  private void check(RoutingContext request) {
    long bound = bound(request);
    if (announced(request) <= bound) {
      request.next();
      return;
    }
    String requestId = UUID.randomUUID().toString();
    Problem problem =
        Problem.of(
            ErrorCode.BODY_TOO_LARGE, "Send a body of at most " + bound + " bytes.", requestId);
    request
        .response()
        .setStatusCode(problem.status())
        .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
        .putHeader(Headers.REQUEST_ID, requestId)
        .end(Buffer.buffer(ContractJson.write(problem)));
  }

  private static long announced(RoutingContext request) {
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException e) {
      return Long.MAX_VALUE;
    }
  }
}
