package io.doorward.gateway.usage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Where events wait while Kafka is gone. */
@ConfigMapping(prefix = "doorward.gateway.spool")
interface SpoolConfig {

  /** Directory of the spool; each instance has a folder of its own in it. */
  @WithDefault(".doorward/spool")
  String directory();
}
