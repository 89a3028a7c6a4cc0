package io.doorward.system.conformance;

import io.envoyproxy.envoy.config.core.v3.Address;
import io.envoyproxy.envoy.config.core.v3.HeaderValueOption;
import io.envoyproxy.envoy.config.core.v3.SocketAddress;
import io.envoyproxy.envoy.service.auth.v3.AttributeContext;
import io.envoyproxy.envoy.service.auth.v3.AuthorizationGrpc;
import io.envoyproxy.envoy.service.auth.v3.CheckRequest;
import io.envoyproxy.envoy.service.auth.v3.CheckResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** As Envoy asks over gRPC, with gRPC's own client, and as Envoy acts on the answer. */
final class EnvoyWay implements Way, AutoCloseable {
  private static final int OK = 200;

  private final ManagedChannel channel;

  EnvoyWay(int port) {
    channel = NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  @Override
  public Reply ask(Question question) {
    AttributeContext.HttpRequest.Builder http =
        AttributeContext.HttpRequest.newBuilder()
            .setMethod(question.method())
            .setPath(question.path())
            .setHost("127.0.0.1:8080")
            .setScheme("http");
    question
        .headers()
        .forEach((name, value) -> http.putHeaders(name.toLowerCase(Locale.ROOT), value));
    CheckResponse answer =
        AuthorizationGrpc.newBlockingStub(channel)
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .check(
                CheckRequest.newBuilder()
                    .setAttributes(
                        AttributeContext.newBuilder()
                            .setSource(peer())
                            .setRequest(AttributeContext.Request.newBuilder().setHttp(http)))
                    .build());
    if (answer.getStatus().getCode() != 0) {
      return new Reply(
          answer.getDeniedResponse().getStatus().getCodeValue(),
          headers(answer.getDeniedResponse().getHeadersList()),
          answer.getDeniedResponse().getBody(),
          Map.of());
    }
    Map<String, String> upstream = new HashMap<>(http.getHeadersMap());
    headers(answer.getOkResponse().getHeadersList())
        .forEach((name, values) -> upstream.put(name, values.get(0)));
    answer
        .getOkResponse()
        .getHeadersToRemoveList()
        .forEach(name -> upstream.remove(name.toLowerCase(Locale.ROOT)));
    return new Reply(
        OK, headers(answer.getOkResponse().getResponseHeadersToAddList()), "", upstream);
  }

  private static AttributeContext.Peer.Builder peer() {
    return AttributeContext.Peer.newBuilder()
        .setAddress(
            Address.newBuilder()
                .setSocketAddress(
                    SocketAddress.newBuilder().setAddress("127.0.0.1").setPortValue(40_000)));
  }

  private static Map<String, List<String>> headers(List<HeaderValueOption> options) {
    Map<String, List<String>> headers = new HashMap<>();
    for (HeaderValueOption option : options) {
      headers.put(
          option.getHeader().getKey().toLowerCase(Locale.ROOT),
          List.of(option.getHeader().getValue()));
    }
    return headers;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
