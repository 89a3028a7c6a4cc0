package io.doorward.stack.secret;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stack")
class StackSecretsTest {
  @TempDir Path folder;

  @Test
  void areMadeOnceAndStay() throws IOException {
    StackSecrets.in(folder.resolve("secrets")).of("tokens_app");
    Map<Path, String> first = contents();
    StackSecrets.in(folder.resolve("secrets")).of("tokens_app");
    assertThat(contents()).isEqualTo(first).hasSizeGreaterThanOrEqualTo(7);
  }

  @Test
  void areReadableByTheirOwnerOnly() throws IOException {
    StackSecrets.in(folder.resolve("secrets")).keepDemoToken("x");
    for (Path file : files()) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .as(file.toString())
          .isEqualTo("rw-------");
    }
    assertThat(
            PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("secrets"))))
        .isEqualTo("rwx------");
  }

  @Test
  void differFromStackToStack() throws IOException {
    StackSecrets one = StackSecrets.in(folder.resolve("secrets"));
    StackSecrets other = StackSecrets.in(folder.resolve("others"));
    assertThat(one.of("tokens_app")).isNotEqualTo(other.of("tokens_app"));
    assertThat(Files.readString(one.peppers().resolve("p1")))
        .isNotEqualTo(Files.readString(other.peppers().resolve("p1")));
  }

  @Test
  void thePepperIsThirtyTwoRandomBytes() throws IOException {
    StackSecrets secrets = StackSecrets.in(folder.resolve("secrets"));
    String pepper = Files.readString(secrets.peppers().resolve(secrets.currentPepper())).strip();
    assertThat(Base64.getDecoder().decode(pepper)).hasSize(32);
  }

  @Test
  void theGatewaysKeyIsPrivateAndItsJwksPublic() throws Exception {
    StackSecrets secrets = StackSecrets.in(folder.resolve("secrets"));
    ECKey key = ECKey.parse(Files.readString(secrets.gatewaySigningKey()));
    assertThat(key.isPrivate()).isTrue();
    assertThat(key.getCurve()).isEqualTo(Curve.P_256);
    JWKSet published = JWKSet.parse(Files.readString(secrets.gatewayJwks()));
    assertThat(published.getKeyByKeyId(key.getKeyID()).isPrivate()).isFalse();
  }

  @Test
  void theMonitorsKeysAreAPair() throws Exception {
    StackSecrets secrets = StackSecrets.in(folder.resolve("secrets"));
    KeyFactory keys = KeyFactory.getInstance("Ed25519");
    PrivateKey signing =
        keys.generatePrivate(new PKCS8EncodedKeySpec(pem(secrets.monitorSigningKey())));
    PublicKey checking =
        keys.generatePublic(new X509EncodedKeySpec(pem(secrets.monitorPublicKey())));
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(signing);
    signature.update(new byte[] {1, 2, 3});
    byte[] signed = signature.sign();
    signature.initVerify(checking);
    signature.update(new byte[] {1, 2, 3});
    assertThat(signature.verify(signed)).isTrue();
  }

  private static byte[] pem(Path file) throws IOException {
    return Base64.getMimeDecoder()
        .decode(Files.readString(file).replaceAll("-----[A-Z ]+-----", "").strip());
  }

  private Map<Path, String> contents() throws IOException {
    Map<Path, String> contents = new TreeMap<>();
    for (Path file : files()) {
      contents.put(file, Files.readString(file));
    }
    return contents;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(folder.resolve("secrets"))) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
