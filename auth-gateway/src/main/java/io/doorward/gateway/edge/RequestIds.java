package io.doorward.gateway.edge;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Names requests. The id is for finding things again, not a secret. */
final class RequestIds {
  private static final Pattern CLEAN = Pattern.compile("[A-Za-z0-9._-]{8,64}");

  private RequestIds() {}

  /** The trusted proxy's id if it is harmless to write everywhere, else one of our own. */
  static String choose(boolean peerTrusted, @Nullable String sent) {
    return peerTrusted && sent != null && CLEAN.matcher(sent).matches() ? sent : next();
  }

  private static String next() {
    ThreadLocalRandom random = ThreadLocalRandom.current();
    long version4 = (random.nextLong() & ~0xf000L) | 0x4000L;
    long variant = (random.nextLong() & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L;
    return new UUID(version4, variant).toString();
  }
}
