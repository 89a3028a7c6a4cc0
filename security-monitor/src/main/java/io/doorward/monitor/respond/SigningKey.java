package io.doorward.monitor.respond;

import io.doorward.contract.event.EventSignature;
import io.doorward.kit.startup.StartupCheck;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key of this service. It never leaves this class, and the class prints nothing of it. */
@Singleton
public final class SigningKey implements StartupCheck {
  private static final String KEY = "doorward.monitor.signing-key";

  private final @Nullable PrivateKey key;
  private final @Nullable String fault;

  SigningKey(SigningConfig config) {
    PrivateKey read = null;
    String problem = null;
    Path file = config.signingKey().orElse(null);
    if (file == null) {
      problem = KEY + " is not set; name the file with the Ed25519 private key.";
    } else {
      try {
        read = read(file);
      } catch (IOException e) {
        problem = KEY + ": the file " + file + " cannot be read.";
      } catch (GeneralSecurityException | IllegalArgumentException e) {
        problem = KEY + ": the file " + file + " holds no Ed25519 private key as PKCS#8 PEM.";
      }
    }
    key = read;
    fault = problem;
  }

  @Override
  public List<String> faults() {
    return fault == null ? List.of() : List.of(fault);
  }

  /** Signs a record's value. */
  public String sign(byte[] value) {
    if (key == null) {
      throw new IllegalStateException(fault);
    }
    return EventSignature.sign(value, key);
  }

  /**
   * Whether a signature is this service's own. Ed25519 signatures are deterministic (RFC 8032), so
   * the private key is enough to tell.
   */
  public boolean isOwn(byte[] value, String signature) {
    return MessageDigest.isEqual(
        sign(value).getBytes(StandardCharsets.US_ASCII),
        signature.getBytes(StandardCharsets.US_ASCII));
  }

  private static PrivateKey read(Path file) throws IOException, GeneralSecurityException {
    String pem = Files.readString(file, StandardCharsets.US_ASCII);
    String body = pem.replaceAll("-----(BEGIN|END) PRIVATE KEY-----", "").replaceAll("\\s", "");
    return KeyFactory.getInstance("Ed25519")
        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(body)));
  }
}
