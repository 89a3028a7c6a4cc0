package io.doorward.token.protocol.respond;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How much the security service may do by itself. */
@ConfigMapping(prefix = "doorward.respond")
public interface RespondConfig {
  /** Automatic suspensions an organization may see in any hour, at least. */
  @WithDefault("3")
  int budgetPerHour();

  /**
   * The same as a share of the organization's active tokens, of which 50,000 are counted at most,
   * in per cent; the larger counts.
   */
  @WithDefault("2")
  int budgetPercent();

  /** Longest wait before an event is tried again while PostgreSQL or Kafka is gone. */
  @WithDefault("2s")
  Duration retry();
}
