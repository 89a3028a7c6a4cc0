package io.doorward.monitor.recent;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** What is kept of past detections, in memory. */
@ConfigMapping(prefix = "doorward.monitor.recent")
public interface RecentConfig {
  /** Most detections of one organization. */
  @WithDefault("200")
  int perOrganization();

  /** Most detections of all organizations; the oldest go first. */
  @WithDefault("20000")
  int inAll();
}
