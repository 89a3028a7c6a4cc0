package io.doorward.gateway.proxy;

import io.doorward.gateway.check.DenialLog;
import io.doorward.gateway.check.Recollection;
import io.doorward.gateway.check.RequestCheck;
import io.doorward.gateway.check.Standing;
import io.doorward.gateway.credential.TokenScrubber;
import io.doorward.gateway.edge.Edge;
import io.doorward.gateway.identity.GatewayKey;
import io.doorward.gateway.redis.RedisLink;
import io.doorward.gateway.usage.UsageLog;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** More public listeners beside the gateway's own, with settings of their own. */
@Singleton
class Listeners {
  private final Vertx vertx;
  private final Edge edge;
  private final RequestCheck check;
  private final TokenScrubber scrubber;
  private final GatewayKey key;
  private final UsageLog usage;
  private final DenialLog denials;
  private final Recollection recollection;
  private final Instance<OwnOperation> ownOperations;
  private final McpRequests mcp;
  private final ProxyMetrics metrics;
  private final RedisLink redis;
  private final Standing standing;
  private final Clock clock;

  @Inject
  Listeners(
      Vertx vertx,
      Edge edge,
      RequestCheck check,
      TokenScrubber scrubber,
      GatewayKey key,
      UsageLog usage,
      DenialLog denials,
      Recollection recollection,
      Instance<OwnOperation> ownOperations,
      McpRequests mcp,
      ProxyMetrics metrics,
      RedisLink redis,
      Standing standing,
      Clock clock) {
    this.vertx = vertx;
    this.edge = edge;
    this.check = check;
    this.scrubber = scrubber;
    this.key = key;
    this.usage = usage;
    this.denials = denials;
    this.recollection = recollection;
    this.ownOperations = ownOperations;
    this.mcp = mcp;
    this.metrics = metrics;
    this.redis = redis;
    this.standing = standing;
    this.clock = clock;
  }

  /**
   * Starts one.
   *
   * @param settings keys below {@code doorward.gateway.listen}, and their values
   */
  Listener start(Map<String, String> settings) throws Exception {
    Map<String, String> all = new HashMap<>();
    settings.forEach((name, value) -> all.put("doorward.gateway.listen." + name, value));
    all.put("doorward.gateway.listen.port", Integer.toString(freePort()));
    ListenConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(ListenConfig.class)
            .withDefaultValues(all)
            .withValidateUnknown(false)
            .build()
            .getConfigMapping(ListenConfig.class);
    Drain drain = new Drain();
    RequestHandler handler =
        new RequestHandler(
            vertx,
            edge,
            check,
            scrubber,
            key,
            usage,
            denials,
            recollection,
            ownOperations,
            mcp,
            metrics,
            drain,
            clock);
    ConnectionGate gate = new ConnectionGate(config, edge, new SimpleMeterRegistry());
    var tls = TlsFiles.of(config);
    String id =
        vertx
            .deployVerticle(
                () ->
                    new ProxyVerticle(
                        config,
                        handler,
                        redis,
                        drain,
                        gate,
                        standing,
                        tls,
                        server -> tls.ifPresent(files -> files.watch(vertx))),
                new DeploymentOptions())
            .toCompletionStage()
            .toCompletableFuture()
            .get(20, TimeUnit.SECONDS);
    return new Listener(vertx, id, config, drain, gate);
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A listener that runs. */
  record Listener(Vertx vertx, String id, ListenConfig config, Drain drain, ConnectionGate gate)
      implements AutoCloseable {

    int port() {
      return config.port();
    }

    /** As the gateway does when it is told to stop; returns when nothing is open any more. */
    void drain(Duration first, Duration longest) throws InterruptedException {
      drain.drain(first, longest);
    }

    @Override
    public void close() throws Exception {
      vertx.undeploy(id).toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }
  }
}
