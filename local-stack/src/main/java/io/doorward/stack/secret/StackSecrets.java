package io.doorward.stack.secret;

import io.doorward.stack.postgres.DatabasePasswords;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.Base64;

/** The folder of secrets. What is missing is made; what is there stays as it is. */
public final class StackSecrets implements DatabasePasswords {
  private static final String FIRST_PEPPER = "p1";
  private static final int PEPPER_BYTES = 32;
  private static final int PASSWORD_BYTES = 24;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path folder;

  private StackSecrets(Path folder) {
    this.folder = folder.toAbsolutePath();
  }

  public static StackSecrets in(Path folder) {
    StackSecrets secrets = new StackSecrets(folder);
    secrets.createMissing();
    return secrets;
  }

  private void createMissing() {
    OwnerOnlyFile.folder(folder);
    OwnerOnlyFile.folder(peppers());
    OwnerOnlyFile.createOnce(peppers().resolve(FIRST_PEPPER), () -> random(PEPPER_BYTES));
    String gatewayKey = OwnerOnlyFile.createOnce(gatewaySigningKey(), SigningKeys::gatewayJwk);
    OwnerOnlyFile.createOnce(gatewayJwks(), () -> SigningKeys.publicJwks(gatewayKey));
    OwnerOnlyFile.createOnce(openIdSigningKey(), SigningKeys::openIdJwk);
    if (!Files.exists(monitorSigningKey()) || !Files.exists(monitorPublicKey())) {
      KeyPair pair = SigningKeys.ed25519();
      OwnerOnlyFile.replace(monitorSigningKey(), SigningKeys.pem("PRIVATE KEY", pair.getPrivate()));
      OwnerOnlyFile.replace(monitorPublicKey(), SigningKeys.pem("PUBLIC KEY", pair.getPublic()));
    }
  }

  /** Base64 of 32 random bytes per file; the file's name is the pepper's id. */
  public Path peppers() {
    return folder.resolve("peppers");
  }

  public String currentPepper() {
    return FIRST_PEPPER;
  }

  /** Private EC P-256 JWK. */
  public Path gatewaySigningKey() {
    return folder.resolve("gateway-signing.jwk");
  }

  /** The public JWKS of the gateway's key. */
  public Path gatewayJwks() {
    return folder.resolve("gateway-jwks.json");
  }

  /** Private RSA JWK of the OpenID provider, so that sessions outlive a restart of the stack. */
  public Path openIdSigningKey() {
    return folder.resolve("openid-signing.jwk");
  }

  /** PKCS#8 PEM, Ed25519. */
  public Path monitorSigningKey() {
    return folder.resolve("monitor-signing.pem");
  }

  /** X.509 SubjectPublicKeyInfo PEM, Ed25519. */
  public Path monitorPublicKey() {
    return folder.resolve("monitor-signing.pub.pem");
  }

  /** Where the ready-made token of the last start is kept for the person at the terminal. */
  public Path demoToken() {
    return folder.resolve("demo-token");
  }

  public void keepDemoToken(String token) {
    OwnerOnlyFile.replace(demoToken(), token);
  }

  /** Passwords as variables, for {@code docker compose --env-file}; kept if it is there. */
  public void keepEnvironment(String variables) {
    OwnerOnlyFile.createOnce(folder.resolve(".env"), () -> variables);
  }

  /** The password of a database role, made at its first use. */
  @Override
  public String of(String role) {
    return OwnerOnlyFile.createOnce(folder.resolve("db-" + role), () -> password());
  }

  private static String random(int bytes) {
    byte[] value = new byte[bytes];
    RANDOM.nextBytes(value);
    return Base64.getEncoder().encodeToString(value);
  }

  private static String password() {
    byte[] value = new byte[PASSWORD_BYTES];
    RANDOM.nextBytes(value);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(value);
  }

  @Override
  public String toString() {
    return "StackSecrets[" + folder + "]";
  }
}
