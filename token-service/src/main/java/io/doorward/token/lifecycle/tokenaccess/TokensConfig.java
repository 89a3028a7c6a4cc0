package io.doorward.token.lifecycle.tokenaccess;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** API tokens as a whole. */
@ConfigMapping(prefix = "doorward.tokens")
public interface TokensConfig {
  /**
   * Whether API tokens are accepted and made at all, in every organization. Read when a replica
   * starts and then in force everywhere, unless a decision of a higher {@code revision} is; of the
   * same revision, off counts. Sessions are not concerned.
   */
  @WithDefault("true")
  boolean enabled();

  /**
   * Number of the decision that {@code enabled} is. To turn tokens on again it has to be higher
   * than the one by which they were turned off: a replica that restarts with an old configuration
   * changes nothing.
   */
  @WithDefault("0")
  long revision();
}
