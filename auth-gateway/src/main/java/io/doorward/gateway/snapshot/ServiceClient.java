package io.doorward.gateway.snapshot;

import com.github.benmanes.caffeine.cache.Ticker;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
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
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks token-service, bounded in number and time. The last resort and the highest authority. */
final class ServiceClient {
  private final HttpClient client;
  private final ServiceCredential credential;
  private final String base;
  private final long timeoutMillis;
  private final int maxConcurrent;
  private final AtomicInteger asking = new AtomicInteger();
  private final Circuit circuit;

  ServiceClient(
      Vertx vertx,
      ServiceAddressConfig address,
      SnapshotConfig config,
      int maxConcurrent,
      ServiceCredential credential,
      Ticker ticker) {
    this.credential = credential;
    this.base = address.tokenService().replaceAll("/+$", "") + "/internal/";
    this.timeoutMillis = config.serviceTimeout().toMillis();
    this.maxConcurrent = maxConcurrent;
    this.circuit = new Circuit(ticker);
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout((int) timeoutMillis).setKeepAliveTimeout(15),
            new PoolOptions().setHttp1MaxSize(maxConcurrent));
  }

  /** What is there, or empty if nothing is. Fails if token-service cannot be asked. */
  <T> Future<Optional<T>> find(String path, Class<T> type) {
    if (asking.get() >= maxConcurrent || !circuit.permits()) {
      return Future.failedFuture("token-service is not being asked now");
    }
    asking.incrementAndGet();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(base + path)
            .setTimeout(timeoutMillis)
            .putHeader("Authorization", credential.authorization())
            .putHeader("Accept", "application/json");
    return client
        .request(options)
        .compose(request -> ask(request, type))
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
  private <T> Future<Optional<T>> ask(HttpClientRequest request, Class<T> type) {
    return request
        .send()
        .compose(response -> read(response, type))
        .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
        .onFailure(
            e -> {
              if (e instanceof TimeoutException) {
                request.reset();
              }
            });
  }

  private static <T> Future<Optional<T>> read(HttpClientResponse response, Class<T> type) {
    // told by the body's future; without a handler it would be logged as an error as well
    response.exceptionHandler(e -> {});
    if (response.statusCode() == 404) {
      return response.body().map(ignored -> Optional.empty());
    }
    if (response.statusCode() != 200) {
      return Future.failedFuture("token-service answered " + response.statusCode());
    }
    return response.body().compose(body -> parse(body, type));
  }

  private static <T> Future<Optional<T>> parse(Buffer body, Class<T> type) {
    try {
      return Future.succeededFuture(Optional.of(ContractJson.read(body.getBytes(), type)));
    } catch (UnreadableRecord e) {
      return Future.failedFuture(e);
    }
  }
}
