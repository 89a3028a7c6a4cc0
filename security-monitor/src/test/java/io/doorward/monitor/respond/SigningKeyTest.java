package io.doorward.monitor.respond;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.event.EventSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("KFK-5")
class SigningKeyTest {
  private static final byte[] VALUE = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  @Test
  void signsSoThatThePublicKeyVerifies() {
    TestSigning signing = new TestSigning(folder);
    SigningKey key = signing.key();
    assertThat(key.faults()).isEmpty();
    String signature = key.sign(VALUE);
    assertThat(EventSignature.verify(VALUE, signature, signing.publicKey())).isTrue();
    assertThat(key.isOwn(VALUE, signature)).isTrue();
    assertThat(key.isOwn("{\"a\":2}".getBytes(StandardCharsets.UTF_8), signature)).isFalse();
    assertThat(key.isOwn(VALUE, "nonsense")).isFalse();
  }

  @Test
  void withoutAKeyTheStartIsRefused() throws IOException {
    assertThat(key(Optional.empty()).faults()).singleElement().asString().contains("signing-key");
    assertThat(key(Optional.of(folder.resolve("none"))).faults()).hasSize(1);
    Path nonsense = Files.writeString(folder.resolve("x.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA");
    assertThat(key(Optional.of(nonsense)).faults()).hasSize(1);
  }

  private static SigningKey key(Optional<Path> file) {
    return new SigningKey(() -> file);
  }
}
