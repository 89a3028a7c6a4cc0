package io.doorward.token.directory.invitation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long an invitation holds. */
@ConfigMapping(prefix = "doorward.invitations")
public interface InvitationConfig {
  /** It is accepted by a first sign-in within this time. */
  @WithDefault("7d")
  Duration lifetime();
}
