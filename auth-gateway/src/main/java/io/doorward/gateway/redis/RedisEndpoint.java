package io.doorward.gateway.redis;

import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Makes clients that hold exactly one connection. Closing a client closes its connection. */
@Singleton
class RedisEndpoint {
  private static final int CONNECT_TIMEOUT_MILLIS = 500;
  private static final int MAX_PIPELINED = 65_536;

  private final Vertx vertx;
  private final String address;
  private final Optional<String> password;

  @Inject
  RedisEndpoint(
      Vertx vertx,
      @ConfigProperty(name = "quarkus.redis.hosts", defaultValue = "redis://127.0.0.1:26379")
          String hosts,
      @ConfigProperty(name = "quarkus.redis.password") Optional<String> password) {
    this.vertx = vertx;
    this.address = hosts.split(",", -1)[0].strip();
    this.password = password;
  }

  Redis client() {
    RedisOptions options =
        new RedisOptions()
            .setConnectionString(address)
            .setProtocolNegotiation(false)
            .setMaxPoolSize(1)
            .setMaxPoolWaiting(1)
            .setPoolRecycleTimeout(-1)
            .setPoolCleanerInterval(-1)
            .setMaxWaitingHandlers(MAX_PIPELINED)
            .setNetClientOptions(
                new NetClientOptions()
                    .setTcpNoDelay(true)
                    .setTcpKeepAlive(true)
                    .setConnectTimeout(CONNECT_TIMEOUT_MILLIS));
    password.ifPresent(options::setPassword);
    return Redis.createClient(vertx, options);
  }
}
