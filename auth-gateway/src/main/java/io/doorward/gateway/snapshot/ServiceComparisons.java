package io.doorward.gateway.snapshot;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.contract.token.ForeignSecret;
import io.doorward.gateway.ImportedKeysConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Asks token-service to compare a key with slow hashes. Apart from other questions, which are not
 * to wait behind these.
 */
@Singleton
class ServiceComparisons {
  private static final int CONNECT_MILLIS = 1_000;

  private final HttpClient client;
  private final ServiceCredential credential;
  private final String address;
  private final long timeoutMillis;
  private final int maxConcurrent;
  private final AtomicInteger asking = new AtomicInteger();

  @Inject
  ServiceComparisons(
      Vertx vertx,
      ServiceAddressConfig address,
      ImportedKeysConfig config,
      ServiceCredential credential) {
    this.credential = credential;
    this.address = address.tokenService().replaceAll("/+$", "") + "/internal/imported-keys";
    this.timeoutMillis = config.timeout().toMillis();
    this.maxConcurrent = config.concurrency();
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions().setConnectTimeout(CONNECT_MILLIS).setKeepAliveTimeout(15),
            new PoolOptions().setHttp1MaxSize(maxConcurrent));
  }

  /** Token-service has not heard of the key. */
  static final class NotSent extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotSent(String why) {
      super(why, null, false, false);
    }
  }

  /** The token whose key it is, or empty. Fails if token-service cannot be asked. */
  Future<Optional<TokenSnapshot>> find(ForeignSecret key) {
    if (asking.incrementAndGet() > maxConcurrent) {
      asking.decrementAndGet();
      return Future.failedFuture(new NotSent("too many keys are being compared"));
    }
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.POST)
            .setAbsoluteURI(address)
            .setTimeout(timeoutMillis)
            .putHeader("Authorization", credential.authorization())
            .putHeader("Content-Type", "text/plain")
            .putHeader("Accept", "application/json");
    return client
        .request(options)
        .recover(e -> Future.failedFuture(new NotSent(String.valueOf(e.getMessage()))))
        .compose(
            request ->
                request
                    .send(Buffer.buffer(key.reveal()))
                    .compose(ServiceComparisons::read)
                    .timeout(timeoutMillis, TimeUnit.MILLISECONDS)
                    .onFailure(e -> request.reset()))
        .onComplete(any -> asking.decrementAndGet());
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
    return response.body().compose(ServiceComparisons::parse);
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
