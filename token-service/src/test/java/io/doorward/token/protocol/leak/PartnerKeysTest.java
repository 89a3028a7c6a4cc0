package io.doorward.token.protocol.leak;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.PublicJsonWebKey;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("DET-4")
class PartnerKeysTest {
  @TempDir Path folder;

  @Test
  void readsWhatGitHubPublishes() throws Exception {
    KeyPair pair = pair("secp256r1");
    assertThat(PartnerKeys.read(file(published(pair))).orElseThrow().byId())
        .containsOnlyKeys("one")
        .containsValue(pair.getPublic());
  }

  @Test
  void readsAJwkSet() throws Exception {
    KeyPair pair = pair("secp256r1");
    PublicJsonWebKey key = PublicJsonWebKey.Factory.newPublicJwk(pair.getPublic());
    key.setKeyId("two");
    String set = "{\"keys\":[" + key.toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY) + "]}";
    assertThat(PartnerKeys.read(file(set)).orElseThrow().byId())
        .containsOnlyKeys("two")
        .containsValue(pair.getPublic());
  }

  @Test
  void refusesAnotherCurve() throws Exception {
    assertThat(PartnerKeys.read(file(published(pair("secp384r1"))))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "{}",
        "{\"public_keys\":[]}",
        "{\"public_keys\":[{\"key_identifier\":\"one\",\"key\":\"nonsense\"}]}",
        "{\"keys\":[]}",
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"one\",\"k\":\"AAAA\"}]}"
      })
  void refusesAFileWithoutKeys(String content) throws Exception {
    assertThat(PartnerKeys.read(file(content))).isEmpty();
    assertThat(PartnerKeys.read(folder.resolve("missing"))).isEmpty();
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("keys.json"), content);
  }

  private static String published(KeyPair pair) {
    return "{\"public_keys\":[{\"key_identifier\":\"one\",\"key\":\"-----BEGIN PUBLIC KEY-----\\n"
        + Base64.getEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\\n-----END PUBLIC KEY-----\\n\",\"is_current\":true}]}";
  }

  private static KeyPair pair(String curve) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec(curve));
    return generator.generateKeyPair();
  }
}
