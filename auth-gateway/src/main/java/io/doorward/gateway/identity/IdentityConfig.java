package io.doorward.gateway.identity;

import io.smallrye.config.ConfigMapping;

/** The key with which the gateway signs who its callers are. */
@ConfigMapping(prefix = "doorward.gateway")
interface IdentityConfig {

  /** Path of the private key: an EC P-256 JWK with a {@code kid} (RFC 7517). */
  String signingKey();
}
