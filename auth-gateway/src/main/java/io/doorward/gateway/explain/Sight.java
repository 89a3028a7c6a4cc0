package io.doorward.gateway.explain;

import io.doorward.gateway.check.Caller;
import io.doorward.gateway.check.Decision;
import io.doorward.gateway.snapshot.ServiceAddressConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Who may see a token: whom token-service shows it to. It is asked in the caller's name, so that
 * nothing of its rules is known here.
 */
@Singleton
class Sight {
  private static final String AUTHORIZATION = "Authorization";
  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int CONNECTIONS = 4;

  private final HttpClient client;
  private final String base;

  @Inject
  Sight(Vertx vertx, ServiceAddressConfig address) {
    this.base = address.tokenService().replaceAll("/+$", "") + "/api/v1/tokens/";
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS).setKeepAliveTimeout(15),
            new PoolOptions().setHttp1MaxSize(CONNECTIONS));
  }

  /** Whether the caller may see the token. Fails if token-service cannot be asked. */
  Future<Boolean> reaches(UUID token, Decision.Admitted caller) {
    if (caller.who() instanceof Caller.TokenHolder holder
        && holder.token().tokenId().equals(token)) {
      return Future.succeededFuture(true);
    }
    String authorization = caller.identity().get(AUTHORIZATION);
    if (authorization == null) {
      return Future.succeededFuture(false);
    }
    return client
        .request(
            new RequestOptions()
                .setMethod(HttpMethod.GET)
                .setAbsoluteURI(base + token)
                .setTimeout(TIMEOUT_MILLIS)
                .putHeader(AUTHORIZATION, authorization)
                .putHeader("Accept", "application/json"))
        .compose(request -> request.send().compose(Sight::read))
        .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Future<Boolean> read(HttpClientResponse response) {
    // told by the body's future; without a handler it would be logged as an error as well
    response.exceptionHandler(e -> {});
    int status = response.statusCode();
    if (status >= 500 || status == 429) {
      return Future.failedFuture("token-service answered " + status);
    }
    return response.body().map(ignored -> status == 200);
  }
}
