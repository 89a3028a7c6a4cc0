package io.doorward.token.lifecycle.importing;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/** What another system would have kept of a key. */
final class Bcrypt {
  private static final int CHEAPEST = 4;

  private Bcrypt() {}

  static String of(String key) {
    byte[] salt = new byte[16];
    new SecureRandom().nextBytes(salt);
    return OpenBSDBCrypt.generate("2b", key.getBytes(StandardCharsets.US_ASCII), salt, CHEAPEST);
  }
}
