package io.doorward.stack.binary;

import java.util.Locale;

/** The running system, in the words that artifacts use. */
public record Platform(boolean mac, boolean arm) {

  public static Platform current() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    return new Platform(os.contains("mac"), arch.equals("aarch64") || arch.equals("arm64"));
  }
}
