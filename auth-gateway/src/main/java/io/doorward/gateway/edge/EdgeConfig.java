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

  /** Most header lines of a request; more are answered 431. */
  @WithDefault("100")
  int maxHeaders();

  /** Largest request body in bytes, declared or counted; a larger one is answered 413. */
  @WithDefault("16777216")
  long maxBody();
}
