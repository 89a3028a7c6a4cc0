package io.doorward.token.database;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long PostgreSQL may take. */
@ConfigMapping(prefix = "doorward.database")
public interface DatabaseConfig {
  /** A request waits this long for its transaction, then it is answered 503. */
  @WithDefault("1500ms")
  Duration timeout();

  /** As {@code timeout}, for one change of many tokens; a single statement has five seconds. */
  @WithDefault("20s")
  Duration bulkTimeout();

  /** A new connection is given up after this time. */
  @WithDefault("1s")
  Duration connectTimeout();
}
