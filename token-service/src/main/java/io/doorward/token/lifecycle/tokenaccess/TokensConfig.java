package io.doorward.token.lifecycle.tokenaccess;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** API tokens as a whole. */
@ConfigMapping(prefix = "doorward.tokens")
public interface TokensConfig {
  /**
   * Whether API tokens are accepted and made at all, in every organization. Read when a replica
   * starts and then in force everywhere: the replica that started last decides. Sessions are not
   * concerned.
   */
  @WithDefault("true")
  boolean enabled();
}
