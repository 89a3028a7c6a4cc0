package io.doorward.token.lifecycle.bulk;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Changes of many tokens. */
@ConfigMapping(prefix = "doorward.jobs")
public interface JobConfig {
  /** Whether this replica works on jobs; accepting and showing them does not depend on it. */
  @WithDefault("true")
  boolean work();

  /** Tokens changed in one transaction; they are locked together for its time. */
  @WithDefault("200")
  int batch();

  /** Pause after a batch, which leaves the database to others. */
  @WithDefault("10ms")
  Duration pause();

  /** How often jobs left over, such as those of a replica that ended, are looked for. */
  @WithDefault("2s")
  Duration poll();

  /** Most tokens that one job may select by a filter. */
  @WithDefault("50000")
  int mostTokens();

  /** Most jobs of one organization that are not finished. */
  @WithDefault("20")
  int mostUnfinished();

  /** How long the secrets of a rotation job can be fetched, from each token's rotation on. */
  @WithDefault("1h")
  Duration secrets();

  /** How long the items of a finished job are kept. The job itself and the audit log stay. */
  @WithDefault("7d")
  Duration keepItems();

  /** How long a dry run is kept. */
  @WithDefault("1d")
  Duration keepDryRuns();

  /** How often what need not be kept any longer is removed. */
  @WithDefault("1m")
  Duration purgeEvery();
}
