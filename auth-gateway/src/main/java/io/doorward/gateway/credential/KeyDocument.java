package io.doorward.gateway.credential;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** Fetches a key set from a URL or a file, without blocking. */
final class KeyDocument {
  private static final int TIMEOUT_MILLIS = 3_000;
  private static final int MAX_BYTES = 1 << 20;

  private final Vertx vertx;
  private final HttpClient client;
  private final String location;

  KeyDocument(Vertx vertx, String location) {
    this.vertx = vertx;
    this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout(TIMEOUT_MILLIS));
    this.location = location;
  }

  Future<String> fetch() {
    return location.startsWith("http://") || location.startsWith("https://")
        ? overHttp()
        : vertx.fileSystem().readFile(location).map(KeyDocument::text);
  }

  private Future<String> overHttp() {
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setAbsoluteURI(location)
            .setTimeout(TIMEOUT_MILLIS);
    return client.request(options).compose(KeyDocument::ask).map(KeyDocument::text);
  }

  /** The client's own timeout ends with the head of the answer; this one is for all of it. */
  private static Future<Buffer> ask(HttpClientRequest request) {
    return request
        .send()
        .compose(
            response ->
                response.statusCode() == 200
                    ? response.body()
                    : Future.<Buffer>failedFuture("the key set answered " + response.statusCode()))
        .timeout(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS)
        .onFailure(e -> request.reset());
  }

  private static String text(Buffer body) {
    if (body.length() > MAX_BYTES) {
      throw new IllegalArgumentException("the key set is larger than 1 MiB");
    }
    return body.toString(StandardCharsets.UTF_8);
  }
}
