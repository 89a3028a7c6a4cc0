package io.doorward.kit.request;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** What is read of a request, and who is believed about where it comes from. */
@ConfigMapping(prefix = "doorward.http")
public interface HttpConfig {
  /** Largest request body; a larger one is answered 413. Single operations have their own bound. */
  @WithDefault("64K")
  MemorySize maxBody();

  /**
   * CIDR blocks of the gateways, for token-service: only their {@code X-Forwarded-For} is believed,
   * and stands in the audit log as the client's address. No host names: they would be looked up for
   * every request.
   */
  @WithDefault("127.0.0.1/32,::1/128")
  List<String> trustedProxies();
}
