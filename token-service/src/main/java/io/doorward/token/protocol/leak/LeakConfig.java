package io.doorward.token.protocol.leak;

import io.doorward.token.catalogue.policy.LeakResponse;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Who may report leaked tokens in bulk, and what is done then. */
@ConfigMapping(prefix = "doorward.leaks")
public interface LeakConfig {
  /**
   * File with the public keys of the secret scanning partner: as GitHub publishes them ({@code
   * public_keys} with {@code key_identifier} and {@code key} in PEM) or a JWK set of EC P-256 keys.
   * Without it nobody's signature is good. Read again when a key id is unknown, and every five
   * minutes; while it cannot be read, the keys known before stay.
   */
  Optional<Path> githubKeys();

  /** What is done to a token reported as leaked, where the organization has not decided. */
  @WithDefault("revoke")
  LeakResponse response();

  /** How often reports left over, such as those of a replica that ended, are looked for. */
  @WithDefault("5s")
  Duration poll();

  /**
   * How long it is remembered that somebody reported what nobody knew. A key that is found by its
   * hash only later is dealt with as leaked if it was reported within this time. Reports by the
   * partner are kept.
   */
  @WithDefault("180d")
  Duration keepUnknown();

  /** How often those are looked for that need not be kept. */
  @WithDefault("1h")
  Duration purgeEvery();
}
