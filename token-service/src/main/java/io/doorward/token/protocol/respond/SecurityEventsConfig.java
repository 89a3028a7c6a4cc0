package io.doorward.token.protocol.respond;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** Where security events come from and who must have signed them. */
@ConfigMapping(prefix = "doorward.security-events")
public interface SecurityEventsConfig {
  /** PEM file (X.509 SubjectPublicKeyInfo) with the Ed25519 public key of the security service. */
  Path publicKey();

  /** Whether this replica consumes security events. */
  @WithDefault("true")
  boolean enabled();

  /** Consumer group; the replicas share the work. */
  @WithDefault("token-service")
  String group();
}
