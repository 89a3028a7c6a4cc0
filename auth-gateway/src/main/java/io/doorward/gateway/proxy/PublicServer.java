package io.doorward.gateway.proxy;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.traffic.GlobalTrafficShapingHandler;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerImpl;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.impl.VertxInternal;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.SslChannelProvider;
import java.util.Optional;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A Vert.x server that has every connection pass the gate before a byte is read, and tells HTTP/2
 * in clear from HTTP/1 by itself. Vert.x 4.5 has no hook of its own that early.
 */
final class PublicServer extends HttpServerImpl {
  private static final String HTTP2 = "h2";

  private final Loop loop;
  private final ListenConfig config;
  private final Optional<TlsFiles> tls;
  private final @Nullable PublicServer inClear;

  /** The server to listen with. */
  PublicServer(
      VertxInternal vertx,
      HttpServerOptions options,
      Loop loop,
      ListenConfig config,
      Optional<TlsFiles> tls,
      Handlers handlers) {
    this(
        vertx,
        options,
        loop,
        config,
        tls,
        handlers,
        options.isSsl() || !config.http2().enabled() || !config.http2().clearText()
            ? null
            : new PublicServer(
                vertx,
                new HttpServerOptions(options).setHttp2ClearTextEnabled(true),
                loop,
                config,
                tls,
                handlers,
                null));
  }

  private PublicServer(
      VertxInternal vertx,
      HttpServerOptions options,
      Loop loop,
      ListenConfig config,
      Optional<TlsFiles> tls,
      Handlers handlers,
      @Nullable PublicServer inClear) {
    super(vertx, options);
    this.loop = loop;
    this.config = config;
    this.tls = tls;
    this.inClear = inClear;
    requestHandler(handlers.request());
    invalidRequestHandler(handlers.invalid());
    connectionHandler(handlers.connection());
  }

  /** Who is told of what arrives. */
  record Handlers(
      Handler<HttpServerRequest> request,
      Handler<HttpServerRequest> invalid,
      Handler<HttpConnection> connection) {}

  @Override
  protected BiConsumer<Channel, SslChannelProvider> childHandler(
      ContextInternal context, SocketAddress address, GlobalTrafficShapingHandler shaping) {
    BiConsumer<Channel, SslChannelProvider> own = super.childHandler(context, address, shaping);
    PublicServer second = inClear;
    BiConsumer<Channel, SslChannelProvider> other =
        second == null ? null : second.plain(context, address, shaping);
    return (channel, first) -> {
      SslChannelProvider provider = tls.isPresent() ? tls.get().inForce(first) : first;
      ClientConnection connection = loop.accept(channel);
      if (connection == null) {
        var unused = channel.close();
      } else if (other != null) {
        channel
            .pipeline()
            .addLast(
                new ProtocolChoice(
                    chosen -> own.accept(chosen, provider),
                    chosen -> {
                      guard(connection);
                      other.accept(chosen, provider);
                    }));
      } else {
        own.accept(channel, provider);
        afterHandshake(connection);
      }
    };
  }

  private BiConsumer<Channel, SslChannelProvider> plain(
      ContextInternal context, SocketAddress address, GlobalTrafficShapingHandler shaping) {
    return super.childHandler(context, address, shaping);
  }

  /** Told before Vert.x sets up the codec, so the guard stands before it. */
  private void afterHandshake(ClientConnection connection) {
    SslHandler handler = connection.channel().pipeline().get(SslHandler.class);
    if (handler != null) {
      handler
          .handshakeFuture()
          .addListener(
              done -> {
                if (done.isSuccess() && HTTP2.equals(handler.applicationProtocol())) {
                  guard(connection);
                }
              });
    }
  }

  private void guard(ClientConnection connection) {
    connection.speaksHttp2();
    connection
        .channel()
        .pipeline()
        .addLast(new Http2Guard(connection, config.http2().maxControlFrames()));
  }
}
