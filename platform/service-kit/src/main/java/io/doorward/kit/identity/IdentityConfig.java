package io.doorward.kit.identity;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Whose JWTs are accepted. */
@ConfigMapping(prefix = "doorward.identity")
public interface IdentityConfig {
  /** The organization's OpenID provider. */
  Session session();

  /** The gateway, which turns API tokens into internal JWTs. */
  Gateway gateway();

  /** The OpenID provider. */
  interface Session {
    /** Exactly as in the {@code iss} claim. */
    String issuer();

    /** The provider's JSON Web Key Set: a URL or a file's path. */
    String jwks();

    /** What {@code aud} must contain. */
    @WithDefault("doorward")
    String audience();

    /** How far the provider's clock may be from ours; at most a minute. */
    @WithDefault("30s")
    Duration clockSkew();
  }

  /** The gateway. */
  interface Gateway {
    /** The gateway's JSON Web Key Set: a URL or a file's path. */
    String jwks();
  }
}
