package io.doorward.gateway.route;

import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks upstreams whether they are well, where their routes say so. */
@Singleton
class HealthProbes {
  private static final int HEALTHY_BELOW = 400;

  private final Vertx vertx;
  private final Map<Targets, Long> timers = new HashMap<>();
  private @Nullable HttpClient client;

  @Inject
  HealthProbes(Vertx vertx) {
    this.vertx = vertx;
  }

  /** From now on these, and no others; what was asked before goes on undisturbed. */
  synchronized void follow(List<Targets> present) {
    timers
        .entrySet()
        .removeIf(one -> !present.contains(one.getKey()) && vertx.cancelTimer(one.getValue()));
    for (Targets targets : present) {
      targets.spec().health().probe().ifPresent(probe -> begin(targets, probe));
    }
  }

  void stop(@Observes ShutdownEvent event) {
    follow(List.of());
  }

  private void begin(Targets targets, Health.Probe probe) {
    if (!timers.containsKey(targets)) {
      HttpClient asking = client();
      timers.put(
          targets,
          vertx.setPeriodic(1, probe.interval().toMillis(), id -> askAll(asking, targets, probe)));
    }
  }

  private HttpClient client() {
    HttpClient present = client;
    if (present == null) {
      present = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
      client = present;
    }
    return present;
  }

  private static void askAll(HttpClient client, Targets targets, Health.Probe probe) {
    for (Target target : targets.all()) {
      ask(client, target.address(), targets.spec().basePath() + probe.path(), probe)
          .onComplete(answer -> target.probed(answer.succeeded() && answer.result()));
    }
  }

  private static Future<Boolean> ask(
      HttpClient client, Target.Address address, String path, Health.Probe probe) {
    long millis = probe.timeout().toMillis();
    RequestOptions options =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost(address.host())
            .setPort(address.port())
            .setSsl(address.tls())
            .setURI(path)
            .setConnectTimeout(millis)
            .setTimeout(millis);
    return client
        .request(options)
        .compose(request -> request.send().map(answer -> isHealthy(request, answer)))
        .timeout(millis, TimeUnit.MILLISECONDS);
  }

  /** The head says it all; a body could be without end. */
  private static boolean isHealthy(HttpClientRequest request, HttpClientResponse answer) {
    // without a handler the end of the connection would be logged as an error
    answer.exceptionHandler(e -> {});
    request.reset();
    return answer.statusCode() < HEALTHY_BELOW;
  }
}
