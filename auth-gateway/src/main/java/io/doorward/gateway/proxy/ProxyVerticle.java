package io.doorward.gateway.proxy;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.check.Standing;
import io.doorward.gateway.redis.RedisLink;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

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

  /** In bytes: so that a few streams whose upstreams are slow do not hold up the others. */
  private static final int HTTP2_CONNECTION_WINDOW = 1_048_576;

  private static final int HTTP2_RESETS_SECONDS = 30;

  private static final String DECODER = "httpDecoder";

  private final ListenConfig config;
  private final RequestHandler handler;
  private final RedisLink redis;
  private final Drain drain;
  private final ConnectionGate gate;
  private final Standing standing;
  private final Optional<TlsFiles> tls;
  private final Consumer<HttpServer> listens;

  ProxyVerticle(
      ListenConfig config,
      RequestHandler handler,
      RedisLink redis,
      Drain drain,
      ConnectionGate gate,
      Standing standing,
      Optional<TlsFiles> tls,
      Consumer<HttpServer> listens) {
    this.config = config;
    this.handler = handler;
    this.redis = redis;
    this.drain = drain;
    this.gate = gate;
    this.standing = standing;
    this.tls = tls;
    this.listens = listens;
  }

  @Override
  public void start(Promise<Void> started) {
    HttpClient client = vertx.createHttpClient(clientOptions(), poolOptions());
    Loop loop = new Loop(vertx, client, gate, drain);
    drain.add(loop);
    Sweep sweep = new Sweep(loop, standing, drain, config);
    vertx.setPeriodic(Sweep.EVERY_MILLIS, id -> sweep.run());
    HttpServerOptions options = serverOptions();
    HttpServer server =
        new PublicServer(
            (VertxInternal) vertx,
            options,
            loop,
            config,
            tls,
            new PublicServer.Handlers(
                request -> handler.handle(request, loop),
                request -> invalid(request, loop),
                connection -> harden(connection, options)));
    int port = config.port() == 0 ? ANY_SHARED_PORT : config.port();
    redis
        .open()
        .compose(ready -> server.listen(port, config.host()))
        .onSuccess(listens::accept)
        .<Void>mapEmpty()
        .onComplete(started);
  }

  private HttpServerOptions serverOptions() {
    HttpServerOptions options =
        new HttpServerOptions()
            .setMaxInitialLineLength(config.maxRequestLine())
            .setMaxHeaderSize(config.maxHeaderBlock())
            // The sweep closes what is idle; it knows of streams that are silent for a reason.
            .setIdleTimeout(0)
            .setHttp2ClearTextEnabled(false)
            .setInitialSettings(
                new Http2Settings()
                    .setMaxConcurrentStreams(config.http2().maxStreams())
                    .setMaxHeaderListSize(config.maxHeaderBlock()))
            .setHttp2ConnectionWindowSize(HTTP2_CONNECTION_WINDOW)
            .setHttp2RstFloodMaxRstFramePerWindow(config.http2().maxResets())
            .setHttp2RstFloodWindowDuration(HTTP2_RESETS_SECONDS)
            .setHttp2RstFloodWindowDurationTimeUnit(TimeUnit.SECONDS)
            .setPerMessageWebSocketCompressionSupported(false)
            .setPerFrameWebSocketCompressionSupported(false)
            .setHandle100ContinueAutomatically(false)
            .setCompressionSupported(false)
            .setDecompressionSupported(false)
            .setTcpNoDelay(true);
    tls.ifPresent(files -> files.applyTo(options));
    return options;
  }

  /** Upstreams over TLS have to prove who they are, to the trust of the JVM: Vert.x' default. */
  static HttpClientOptions clientOptions() {
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
    ChannelPipeline pipeline = ((ConnectionBase) connection).channel().pipeline();
    if (pipeline.get(DECODER) != null) {
      pipeline.replace(
          DECODER, DECODER, new StrictDecoder(options, config.headTimeout().toMillis()));
    }
  }

  private void invalid(HttpServerRequest request, Loop loop) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      handler.handleInvalid(
          request, loop, ErrorCode.URI_TOO_LONG, "The request line is longer than is read.");
    } else if (cause instanceof TooLongHttpHeaderException) {
      handler.handleInvalid(
          request,
          loop,
          ErrorCode.HEADERS_TOO_LARGE,
          "The request's headers are larger than is read.");
    } else {
      handler.handleInvalid(
          request, loop, ErrorCode.INVALID_REQUEST, "The request is not well-formed HTTP/1.1.");
    }
  }
}
