package io.doorward.monitor.respond;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Optional;

/** A signing key of a test's own, and the responses of a deployment that sets none. */
public final class TestSigning {
  private final KeyPair pair;
  private final SigningKey key;

  public TestSigning(Path folder) {
    try {
      pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      Path file = folder.resolve("monitor-signing.pem");
      Files.writeString(file, pem(pair));
      key = new SigningKey(() -> Optional.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public SigningKey key() {
    return key;
  }

  public PublicKey publicKey() {
    return pair.getPublic();
  }

  public ResponseConfig responses() {
    return new SmallRyeConfigBuilder()
        .withMapping(ResponseConfig.class)
        .build()
        .getConfigMapping(ResponseConfig.class);
  }

  private static String pem(KeyPair pair) {
    String body =
        Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(pair.getPrivate().getEncoded());
    return "-----BEGIN PRIVATE KEY-----\n" + body + "\n-----END PRIVATE KEY-----\n";
  }
}
