package io.doorward.gateway.inquiry;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.redis.RedisLink;
import io.netty.channel.Channel;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntConsumer;
import org.jboss.logging.Logger;

/** One event loop's share of the listener for questions. */
final class InquiryVerticle extends AbstractVerticle {
  private static final Logger LOG = Logger.getLogger(InquiryVerticle.class);

  /** Proxies add to the head that a client sent. */
  private static final int MAX_HEADERS = 65_536;

  private static final int MAX_LINE = 16_384;
  private static final int IDLE_SECONDS = 90;

  /** As for the public listener: a shared free port, but never the same one. */
  private static final int ANY_SHARED_PORT = -8_070;

  private final InquiryConfig config;
  private final Peers peers;
  private final List<Way> ways;
  private final RedisLink redis;
  private final UnderWay underWay;
  private final IntConsumer bound;

  InquiryVerticle(
      InquiryConfig config,
      Peers peers,
      List<Way> ways,
      RedisLink redis,
      UnderWay underWay,
      IntConsumer bound) {
    this.config = config;
    this.peers = peers;
    this.ways = ways;
    this.redis = redis;
    this.underWay = underWay;
    this.bound = bound;
  }

  @Override
  public void start(Promise<Void> started) {
    HttpServer server = vertx.createHttpServer(options());
    server.connectionHandler(this::admit);
    server.requestHandler(this::handle);
    int port = config.port() == 0 ? ANY_SHARED_PORT : config.port();
    redis
        .open()
        .compose(ready -> server.listen(port, config.host()))
        .onSuccess(listening -> bound.accept(listening.actualPort()))
        .<Void>mapEmpty()
        .onComplete(started);
  }

  /** HTTP/2 without TLS is what gRPC speaks inside a cluster. */
  private static HttpServerOptions options() {
    return new HttpServerOptions()
        .setMaxInitialLineLength(MAX_LINE)
        .setMaxHeaderSize(MAX_HEADERS)
        .setIdleTimeout(IDLE_SECONDS)
        .setHttp2ClearTextEnabled(true)
        .setCompressionSupported(false)
        .setDecompressionSupported(false)
        .setTcpNoDelay(true);
  }

  private void admit(HttpConnection connection) {
    Channel channel = ((ConnectionBase) connection).channel();
    underWay.accepted(channel);
    if (peers.admit(connection.remoteAddress()).isEmpty()) {
      LOG.debugf("%s may not ask", connection.remoteAddress());
      connection.close();
    }
  }

  private void handle(HttpServerRequest request) {
    Optional<IpAddress> peer = peers.admit(request.remoteAddress());
    if (peer.isEmpty()) {
      request.connection().close();
      return;
    }
    underWay.begin(request);
    request.response().endHandler(nothing -> underWay.end(request));
    request.response().closeHandler(nothing -> underWay.end(request));
    if (underWay.isDraining() && request.version() != HttpVersion.HTTP_2) {
      request.response().putHeader("Connection", "close");
    }
    for (Way way : ways) {
      if (way.takes(request)) {
        way.answer(request, peer.get());
        return;
      }
    }
    InquiryAnswer.write(
        request, ErrorCode.NOT_FOUND, "Nothing is asked here.", UUID.randomUUID().toString());
  }
}
