package io.doorward.token.secret;

record SlowHashesSettings(boolean accepted, int comparisons, int waiting, int candidates)
    implements ImportedKeysConfig {
  static SlowHashesSettings usual() {
    return new SlowHashesSettings(true, 2, 16, 10);
  }
}
