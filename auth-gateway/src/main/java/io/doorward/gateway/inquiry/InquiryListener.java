package io.doorward.gateway.inquiry;

import io.doorward.gateway.redis.RedisLink;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The listener for proxies in front that ask. One of its own, because whoever may ask is believed
 * about who the client is and gets identity tokens to see: no client may ever reach it. It starts
 * after the public one, which starts the recording of usage, and stops before it.
 */
@Singleton
public class InquiryListener {
  private static final Logger LOG = Logger.getLogger(InquiryListener.class);
  private static final int AFTER_THE_PUBLIC_ONE = 9_001;
  private static final int BEFORE_THE_PUBLIC_ONE = 9;
  private static final long WAIT_SECONDS = 20;
  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._-]+)+");

  private final Vertx vertx;
  private final InquiryConfig config;
  private final Instance<Way> ways;
  private final RedisLink redis;
  private final UnderWay underWay = new UnderWay();
  private final List<Integer> otherPorts;
  private @Nullable String deployment;
  private volatile int port;

  @Inject
  InquiryListener(
      Vertx vertx,
      InquiryConfig config,
      Instance<Way> ways,
      RedisLink redis,
      @ConfigProperty(name = "quarkus.http.port") int managementPort,
      @ConfigProperty(name = "doorward.gateway.listen.port", defaultValue = "8080")
          int publicPort) {
    this.vertx = vertx;
    this.config = config;
    this.ways = ways;
    this.redis = redis;
    this.otherPorts = List.of(managementPort, publicPort);
  }

  void start(@Observes @Priority(AFTER_THE_PUBLIC_ONE) StartupEvent event) throws Exception {
    if (!config.enabled()) {
      return;
    }
    if (config.port() != 0 && otherPorts.contains(config.port())) {
      // Vert.x would let both listeners share the port and answer in turn.
      throw new IllegalStateException(
          "doorward.gateway.forward-auth.port is "
              + config.port()
              + ", which another listener of the gateway has: it needs a port of its own");
    }
    requirePaths();
    Peers peers = new Peers(config.peers().orElse(List.of()));
    List<Way> all = ways.stream().toList();
    int loops = config.loops() > 0 ? config.loops() : Runtime.getRuntime().availableProcessors();
    deployment =
        vertx
            .deployVerticle(
                () ->
                    new InquiryVerticle(
                        config, peers, all, redis, underWay, actualPort -> port = actualPort),
                new DeploymentOptions().setInstances(loops))
            .toCompletionStage()
            .toCompletableFuture()
            .get(WAIT_SECONDS, TimeUnit.SECONDS);
    LOG.infof("proxies in front may ask at %s:%d", config.host(), port);
  }

  /** A prefix that takes everything would take the other ways' questions, too. */
  private void requirePaths() {
    Set<String> paths =
        Set.copyOf(List.of(config.path(), config.nginxPath(), config.envoyPrefix()));
    if (paths.size() < 3 || !paths.stream().allMatch(path -> PATH.matcher(path).matches())) {
      throw new IllegalStateException(
          "doorward.gateway.forward-auth: path, nginx-path and envoy-prefix have to differ and to be"
              + " like /forward-auth");
    }
  }

  void stop(@Observes @Priority(BEFORE_THE_PUBLIC_ONE) ShutdownEvent event) throws Exception {
    port = 0;
    String deployed = deployment;
    if (deployed != null) {
      underWay.drain(config.deadline().multipliedBy(2));
      vertx
          .undeploy(deployed)
          .toCompletionStage()
          .toCompletableFuture()
          .get(WAIT_SECONDS, TimeUnit.SECONDS);
    }
  }

  /** The port it listens on; 0 while it does not. */
  public int port() {
    return port;
  }
}
