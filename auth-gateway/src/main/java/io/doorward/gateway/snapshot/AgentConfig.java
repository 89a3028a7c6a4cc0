package io.doorward.gateway.snapshot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long what is known of an agent is believed, on routes that ask who sees it. */
@ConfigMapping(prefix = "doorward.gateway.agents")
public interface AgentConfig {

  /**
   * Token-service is asked anew after this time: so long a change of an agent's visibility may take
   * to be in force. While it cannot be asked, what is known serves for {@code
   * doorward.gateway.snapshot.max-staleness}.
   */
  @WithDefault("5s")
  Duration knownFor();

  /** Most agents kept in process, those that do not exist included. */
  @WithDefault("20000")
  long remembered();

  /** Most questions to token-service at a time; more are answered 503. */
  @WithDefault("16")
  int concurrency();
}
