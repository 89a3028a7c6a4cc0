package io.doorward.gateway.inquiry;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The listener for proxies in front that ask whether a request may pass. */
@ConfigMapping(prefix = "doorward.gateway.forward-auth")
public interface InquiryConfig {

  /** Whether there is one. */
  @WithDefault("false")
  boolean enabled();

  /** Address to listen on. */
  @WithDefault("127.0.0.1")
  String host();

  /** Port to listen on, never that of the public listener; 0 for any free one. */
  @WithDefault("8070")
  int port();

  /** Event loops that serve it; 0 for one for each processor. */
  @WithDefault("0")
  int loops();

  /**
   * CIDR blocks of the proxies that may ask. Whoever may is believed about requests and clients'
   * addresses, and is given identity tokens: name no block from which clients can connect.
   * Connections from elsewhere are closed. Required where the listener is enabled.
   */
  Optional<List<String>> peers();

  /**
   * Longest time to an answer; what is not decided then is answered 503. Shorter than the proxy
   * waits: Envoy waits 200 ms by default.
   */
  @WithDefault("150ms")
  Duration deadline();

  /** Path at which Traefik and Caddy ask. */
  @WithDefault("/forward-auth")
  String path();

  /** Path at which nginx asks: its {@code auth_request} passes on no refusals but 401 and 403. */
  @WithDefault("/auth-request")
  String nginxPath();

  /**
   * In front of the original path where Envoy's {@code ext_authz} asks over HTTP, and the Gateway
   * API's external authorization. Over gRPC it is asked at any path of the service's own.
   */
  @WithDefault("/ext-authz")
  String envoyPrefix();
}
