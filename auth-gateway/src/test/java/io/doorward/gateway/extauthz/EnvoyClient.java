package io.doorward.gateway.extauthz;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.concurrent.TimeUnit;

/** Asks as Envoy does, with gRPC's own client. */
final class EnvoyClient implements AutoCloseable {
  private final ManagedChannel channel;

  EnvoyClient(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  /** About a client at 203.0.113.5; fields as names and values in turn. */
  CheckResponse check(String method, String path, String... fields) {
    AttributeContext.HttpRequest.Builder http =
        AttributeContext.HttpRequest.newBuilder()
            .setMethod(method)
            .setPath(path)
            .setHost("api.example")
            .setScheme("https")
            .putHeaders(":authority", "api.example")
            .putHeaders(":path", path);
    for (int i = 0; i < fields.length; i += 2) {
      http.putHeaders(fields[i], fields[i + 1]);
    }
    return check(
        CheckRequest.newBuilder()
            .setAttributes(
                AttributeContext.newBuilder()
                    .setSource(
                        AttributeContext.Peer.newBuilder()
                            .setAddress(
                                Address.newBuilder()
                                    .setSocketAddress(
                                        SocketAddress.newBuilder()
                                            .setAddress("203.0.113.5")
                                            .setPortValue(40_000))))
                    .setRequest(AttributeContext.Request.newBuilder().setHttp(http)))
            .build());
  }

  CheckResponse check(CheckRequest request) {
    return AuthorizationGrpc.newBlockingStub(channel)
        .withDeadlineAfter(30, TimeUnit.SECONDS)
        .check(request);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
