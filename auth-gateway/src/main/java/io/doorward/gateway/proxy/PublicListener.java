package io.doorward.gateway.proxy;

import io.doorward.gateway.check.Standing;
import io.doorward.gateway.redis.RedisLink;
import io.doorward.gateway.usage.UsagePublishing;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The listener for everybody: last to start and first to stop. Stopping takes nothing new, lets
 * what is under way finish, and only then ends the recording of usage.
 */
@Singleton
public class PublicListener {
  private static final Logger LOG = Logger.getLogger(PublicListener.class);
  private static final int LAST = 9_000;
  private static final int FIRST = 10;
  private static final long WAIT_SECONDS = 20;

  private final Vertx vertx;
  private final ListenConfig config;
  private final RequestHandler handler;
  private final RedisLink redis;
  private final Drain drain;
  private final UsagePublishing usage;
  private final ConnectionGate gate;
  private final Standing standing;
  private final Optional<TlsFiles> tls;
  private @Nullable String deployment;
  private volatile int port;

  @Inject
  PublicListener(
      Vertx vertx,
      ListenConfig config,
      RequestHandler handler,
      RedisLink redis,
      Drain drain,
      UsagePublishing usage,
      ConnectionGate gate,
      Standing standing,
      @ConfigProperty(name = "quarkus.http.port") int managementPort) {
    if (config.port() == managementPort && config.port() != 0) {
      // Vert.x would let both listeners share the port and answer in turn.
      throw new IllegalStateException(
          "doorward.gateway.listen.port and quarkus.http.port are both "
              + managementPort
              + ": the public and the management listener need ports of their own");
    }
    this.vertx = vertx;
    this.config = config;
    this.handler = handler;
    this.redis = redis;
    this.drain = drain;
    this.usage = usage;
    this.gate = gate;
    this.standing = standing;
    this.tls = TlsFiles.of(config);
  }

  void start(@Observes @Priority(LAST) StartupEvent event) throws Exception {
    usage.start();
    int loops = config.loops() > 0 ? config.loops() : Runtime.getRuntime().availableProcessors();
    deployment =
        vertx
            .deployVerticle(
                () ->
                    new ProxyVerticle(
                        config, handler, redis, drain, gate, standing, tls, this::listens),
                new DeploymentOptions().setInstances(loops))
            .toCompletionStage()
            .toCompletableFuture()
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
    LOG.infof(
        "listening on %s:%d with %d event loops%s",
        config.host(), port, loops, tls.isPresent() ? ", TLS" : "");
  }

  private void listens(HttpServer server) {
    port = server.actualPort();
    tls.ifPresent(files -> files.watch(vertx));
  }

  void stop(@Observes @Priority(FIRST) ShutdownEvent event) throws Exception {
    port = 0;
    String deployed = deployment;
    if (deployed != null) {
      drain.drain(config.preStop(), config.drainTimeout());
      if (drain.underWay() > 0) {
        LOG.warnf("%d requests were still under way and are cut off", drain.underWay());
      }
      vertx
          .undeploy(deployed)
          .toCompletionStage()
          .toCompletableFuture()
          .get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
    usage.stop();
  }

  /** The port it listens on; 0 while it does not. */
  public int port() {
    return port;
  }
}
