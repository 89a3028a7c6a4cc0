package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.LookupKey;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks token-service, bounded in number and time. The last resort and the highest authority. */
@Singleton
class ServiceSnapshots {
  private final HttpClient client;
  private final ServiceCredential credential;
  private final String base;
  private final long timeoutMillis;
  private final int maxConcurrent;
  private final AtomicInteger asking = new AtomicInteger();
  private final Circuit circuit;

  @Inject
  ServiceSnapshots(
      Vertx vertx,
      ServiceAddressConfig address,
      SnapshotConfig config,
      ServiceCredential credential,
      Ticker ticker) {
    this.credential = credential;
    this.base = address.tokenService().replaceAll("/+$", "") + "/internal/snapshots/";
    this.timeoutMillis = config.serviceTimeout().toMillis();
    this.maxConcurrent = config.serviceConcurrency();
    this.circuit = new Circuit(ticker);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout((int) timeoutMillis).setKeepAliveTimeout(15),
            new PoolOptions().setHttp1MaxSize(maxConcurrent));
  }

  /** The token, or empty if there is none. Fails if token-service cannot be asked. */
  Future<Optional<TokenSnapshot>> find(LookupKey lookup) {
    if (asking.get() >= maxConcurrent || !circuit.permits()) {
      return Future.failedFuture("token-service is not being asked now");
    }
    asking.incrementAndGet();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(base + lookup.value())
            .setTimeout(timeoutMillis)
            .putHeader("Authorization", credential.authorization())
            .putHeader("Accept", "application/json");
    return client
        .request(options)
        .compose(this::ask)
        .onComplete(
            result -> {
              asking.decrementAndGet();
              if (result.succeeded()) {
                circuit.succeeded();
              } else {
                circuit.failed();
              }
            });
  }

  /** The client's own timeout ends with the head of the answer; this one is for all of it. */
  private Future<Optional<TokenSnapshot>> ask(HttpClientRequest request) {
    return request
        .send()
        .compose(ServiceSnapshots::read)
        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .onFailure(
            e -> {
              if (e instanceof TimeoutException) {
                request.reset();
              }
            });
  }

  private static Future<Optional<TokenSnapshot>> read(HttpClientResponse response) {
    // told by the body's future; without a handler it would be logged as an error as well
    response.exceptionHandler(e -> {});
    if (response.statusCode() == 404) {
      return response.body().map(ignored -> Optional.empty());
    }
    if (response.statusCode() != 200) {
      return Future.failedFuture("token-service answered " + response.statusCode());
    }
    return response.body().compose(ServiceSnapshots::parse);
  }

  private static Future<Optional<TokenSnapshot>> parse(Buffer body) {
    try {
      return Future.succeededFuture(
          Optional.of(ContractJson.read(body.getBytes(), TokenSnapshot.class)));
    } catch (UnreadableRecord e) {
      return Future.failedFuture(e);
    }
  }
}
