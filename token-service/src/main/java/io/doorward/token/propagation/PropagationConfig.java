package io.doorward.token.propagation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Waiting for gateways to apply changes. */
@ConfigMapping(prefix = "doorward.propagation")
public interface PropagationConfig {
  /** How long an operation with {@code wait=ack} waits if the caller does not say. */
  @WithDefault("2s")
  Duration timeout();

  /** The longest wait that a caller may ask for. */
  @WithDefault("10s")
  Duration longest();

  /** Most operations that wait at a time; further ones are answered at once with what is known. */
  @WithDefault("1000")
  int waiting();
}
