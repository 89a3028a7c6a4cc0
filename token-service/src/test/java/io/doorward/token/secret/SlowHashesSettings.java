package io.doorward.token.secret;

import java.time.Duration;

record SlowHashesSettings(
    boolean accepted, int comparisons, int waiting, int candidates, Duration within)
    implements ImportedKeysConfig {
  static SlowHashesSettings usual() {
    return new SlowHashesSettings(true, 2, 16, 10, Duration.ofSeconds(8));
  }
}
