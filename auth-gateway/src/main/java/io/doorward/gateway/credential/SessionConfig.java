package io.doorward.gateway.credential;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The OpenID provider whose sessions are accepted. */
@ConfigMapping(prefix = "doorward.identity.session")
public interface SessionConfig {

  /** The {@code iss} that sessions carry. */
  String issuer();

  /** Where the provider's keys are: an http(s) URL or a file. */
  String jwks();

  /** The {@code aud} that sessions must carry. */
  @WithDefault("doorward")
  String audience();

  /** How far the provider's clock may be from ours; at most a minute. */
  @WithDefault("30s")
  Duration clockSkew();

  /** Shortest time between two fetches of the keys that an unknown key id causes. */
  @WithDefault("5s")
  Duration refreshPause();

  /** The keys are fetched again after this time in any case. */
  @WithDefault("10m")
  Duration refreshEvery();
}
