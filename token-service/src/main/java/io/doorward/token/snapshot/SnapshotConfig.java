package io.doorward.token.snapshot;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How snapshots are kept in Redis. */
@ConfigMapping(prefix = "doorward.snapshot")
public interface SnapshotConfig {
  /** A snapshot that nobody asks for leaves Redis after this time. */
  @WithDefault("5m")
  Duration ttl();

  /** The same for revoked, suspended and expired tokens; not shorter than {@link #ttl}. */
  @WithDefault("10m")
  Duration refusedTtl();

  /** Redis is given up for this time's attempt after so long. */
  @WithDefault("1s")
  Duration timeout();
}
