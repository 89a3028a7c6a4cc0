package io.doorward.gateway.edge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** What is believed of a request before anything is known of its sender. */
@ConfigMapping(prefix = "doorward.gateway.edge")
public interface EdgeConfig {

  /**
   * CIDR blocks of the ingress controllers in front. Only their {@code X-Forwarded-*} and {@code
   * X-Request-Id} headers are believed. Empty: nobody's are.
   */
  Optional<List<String>> trustedProxies();

  /**
   * What the trusted proxies write: {@code auto} reads {@code X-Forwarded-For} and {@code
   * X-Forwarded-Proto}, and {@code Forwarded} (RFC 7239) only where the first of them is missing;
   * {@code x-forwarded} and {@code forwarded} read one and never the other. Name the one your
   * proxies write if they let the other through as the client sent it.
   */
  @WithDefault("auto")
  ProxyWord proxyWord();

  /**
   * When a credential is refused with {@code https_required}: {@code auto} if the client spoke
   * plain HTTP (by the word of a trusted proxy, or without one), unless the client is on this
   * machine; {@code always} there too; {@code never} for networks that are private from end to end.
   */
  @WithDefault("auto")
  RequireHttps requireHttps();

  /** Most header lines of a request; more are answered 431. */
  @WithDefault("100")
  int maxHeaders();

  /** Largest request body in bytes, declared or counted; a larger one is answered 413. */
  @WithDefault("16777216")
  long maxBody();

  /** Which of the two ways to tell the client's address is believed. */
  enum ProxyWord {
    AUTO,
    X_FORWARDED,
    FORWARDED
  }

  /** Where credentials need HTTPS. */
  enum RequireHttps {
    AUTO,
    ALWAYS,
    NEVER
  }
}
