package io.doorward.token.change;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Changes of the directory that concern very many tokens. */
@ConfigMapping(prefix = "doorward.follow-ups")
public interface FollowUpConfig {
  /**
   * Most tokens whose snapshots change together with a plan, a role or an account that is enabled;
   * beyond, the change holds for new tokens at once and for the others as they follow, some
   * thousand a second.
   */
  @WithDefault("10000")
  int beyond();

  /**
   * Most tokens that are revoked or suspended together with their owner or agent; for more, that is
   * refused.
   */
  @WithDefault("20000")
  int mostEnded();

  /** How often tokens that have to follow are looked for. */
  @WithDefault("1s")
  Duration poll();
}
