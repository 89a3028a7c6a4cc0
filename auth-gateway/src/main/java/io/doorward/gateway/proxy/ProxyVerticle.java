package io.doorward.gateway.proxy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.redis.RedisLink;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * One event loop's share of the public listener: its server, its pool of upstream connections, its
 * connection to Redis. Nothing of it is shared with other loops.
 */
final class ProxyVerticle extends AbstractVerticle {
  private static final int UPSTREAM_KEEP_ALIVE_SECONDS = 15;
  private static final int UPSTREAM_MAX_HEADER = 32_768;
  private static final int WAITING_FOR_UPSTREAM = 4_096;

  /**
   * Vert.x: servers that listen on the same negative port share one free port. Not -1, which
   * Quarkus takes for its own listener: they would share that, too.
   */
  private static final int ANY_SHARED_PORT = -8_080;

  private static final String DECODER = "httpDecoder";

  private final ListenConfig config;
  private final RequestHandler handler;
  private final RedisLink redis;
  private final Drain drain;
  private final IntConsumer bound;

  ProxyVerticle(
      ListenConfig config,
      RequestHandler handler,
      RedisLink redis,
      Drain drain,
      IntConsumer bound) {
    this.config = config;
    this.handler = handler;
    this.redis = redis;
    this.drain = drain;
    this.bound = bound;
  }

  @Override
  public void start(Promise<Void> started) {
    HttpClient client = vertx.createHttpClient(clientOptions(), poolOptions());
    HttpServerOptions options = serverOptions();
    HttpServer server = vertx.createHttpServer(options);
    server.connectionHandler(connection -> harden(connection, options));
    server.invalidRequestHandler(this::invalid);
    server.requestHandler(request -> handler.handle(request, client));
    int port = config.port() == 0 ? ANY_SHARED_PORT : config.port();
    redis
        .open()
        .compose(ready -> server.listen(port, config.host()))
        .onSuccess(listening -> bound.accept(listening.actualPort()))
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private HttpServerOptions serverOptions() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(config.maxRequestLine())
        .setMaxHeaderSize(config.maxHeaderBlock())
        .setIdleTimeout((int) config.idleTimeout().toMillis())
        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
        .setHttp2ClearTextEnabled(false)
        .setHandle100ContinueAutomatically(false)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setTcpNoDelay(true);
  }

  private HttpClientOptions clientOptions() {
    return new HttpClientOptions()
        .setKeepAlive(true)
        .setKeepAliveTimeout(UPSTREAM_KEEP_ALIVE_SECONDS)
        .setPipelining(false)
        .setMaxHeaderSize(UPSTREAM_MAX_HEADER)
        .setMaxWaitQueueSize(WAITING_FOR_UPSTREAM)
        .setDecompressionSupported(false)
        .setTcpNoDelay(true);
  }

  private PoolOptions poolOptions() {
    return new PoolOptions().setHttp1MaxSize(config.upstreamConnections());
  }

  private void harden(HttpConnection connection, HttpServerOptions options) {
    Channel channel = ((ConnectionBase) connection).channel();
    drain.accepted(channel);
    channel
        .pipeline()
        .replace(DECODER, DECODER, new StrictDecoder(options, config.headTimeout().toMillis()));
  }

  private void invalid(HttpServerRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      handler.handleInvalid(
          request, ErrorCode.URI_TOO_LONG, "The request line is longer than is read.");
    } else if (cause instanceof TooLongHttpHeaderException) {
      handler.handleInvalid(
          request, ErrorCode.HEADERS_TOO_LARGE, "The request's headers are larger than is read.");
    } else {
      handler.handleInvalid(
          request, ErrorCode.INVALID_REQUEST, "The request is not well-formed HTTP/1.1.");
    }
  }
}
