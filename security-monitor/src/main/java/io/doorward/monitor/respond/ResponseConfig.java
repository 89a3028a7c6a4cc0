package io.doorward.monitor.respond;

import io.doorward.contract.event.SecurityEvent.Response;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * What is asked for when something is found: observe, alert, throttle, suspend, suspend-family or
 * revoke.
 */
@ConfigMapping(prefix = "doorward.monitor.respond")
public interface ResponseConfig {
  /** For {@code refusal_burst}. */
  @WithDefault("suspend")
  Response refusalBurst();

  /** For a {@code rate_spike} that is grave. */
  @WithDefault("suspend")
  Response rateSpikeGrave();

  /** For a {@code rate_spike} that is notable only. */
  @WithDefault("alert")
  Response rateSpikeNotable();

  /** For a retired secret that is presented to be rotated once more. */
  @WithDefault("suspend-family")
  Response retiredForRotation();

  /** For a retired secret that is presented anywhere else. */
  @WithDefault("alert")
  Response retiredUse();

  /** For everything else. */
  @WithDefault("alert")
  Response otherwise();
}
