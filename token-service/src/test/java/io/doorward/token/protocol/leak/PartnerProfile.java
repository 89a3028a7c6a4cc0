package io.doorward.token.protocol.leak;

import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.Map;

/** A service that knows a partner's key; the private half lies beside it for the test. */
public final class PartnerProfile implements QuarkusTestProfile {
  static final String KEY_ID = "90a421169f0a406205f1563a953312f0be898d3c7b6c06b681aa86a874555f4a";
  static final String PRIVATE_KEY = "test.partner-private-key";

  @Override
  public Map<String, String> getConfigOverrides() {
    try {
      Path folder = Files.createTempDirectory("doorward-partner-");
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      KeyPair pair = generator.generateKeyPair();
      String pem =
          "-----BEGIN PUBLIC KEY-----\\n"
              + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
              + "\\n-----END PUBLIC KEY-----";
      Path keys = folder.resolve("keys.json");
      Files.writeString(
          keys,
          """
          {"public_keys": [{"key_identifier": "%s", "key": "%s", "is_current": true}]}
          """
              .formatted(KEY_ID, pem));
      Path secret = folder.resolve("private");
      Files.write(secret, pair.getPrivate().getEncoded());
      return Map.of("doorward.leaks.github-keys", keys.toString(), PRIVATE_KEY, secret.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
