package io.doorward.token.lifecycle.issue;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What holds for tokens of service accounts beyond what holds for all. */
@ConfigMapping(prefix = "doorward.service-accounts")
public interface ServiceAccountConfig {
  /** Whether each needs a list of addresses it may be used from. */
  @WithDefault("true")
  boolean allowListRequired();
}
