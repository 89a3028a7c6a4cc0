package io.doorward.token.secret;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Keys that another system made. */
@ConfigMapping(prefix = "doorward.imported-keys")
public interface ImportedKeysConfig {
  /**
   * Whether introspection, validation, revocation and leak reports know imported keys too. The
   * gateway has a switch of its own, {@code doorward.gateway.imported-keys.accepted}.
   */
  @WithDefault("false")
  boolean accepted();

  /** Most keys compared with bcrypt hashes at a time, each on a thread of its own. */
  @WithDefault("2")
  int comparisons();

  /** Most keys that wait to be compared; more are answered 503. */
  @WithDefault("16")
  int waiting();

  /** Most bcrypt hashes that one key is compared with. */
  @WithDefault("10")
  int candidates();

  /**
   * Longest that a key is compared, waiting included; what is not decided by then is answered 503.
   * Keep it below the gateways' {@code doorward.gateway.imported-keys.timeout}.
   */
  @WithDefault("8s")
  Duration within();
}
