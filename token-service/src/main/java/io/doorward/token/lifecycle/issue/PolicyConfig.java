package io.doorward.token.lifecycle.issue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What an organization may do unless its own policy says otherwise. */
@ConfigMapping(prefix = "doorward.policy")
public interface PolicyConfig {
  /** Most tokens of one user that may still work; 0 for none. */
  @WithDefault("10")
  int maxTokensPerUser();

  /** Most tokens one user may create in any hour; 0 for none. */
  @WithDefault("5")
  int creationsPerHour();
}
