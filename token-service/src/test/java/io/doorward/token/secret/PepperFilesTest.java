package io.doorward.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("STO-6")
class PepperFilesTest {
  @TempDir Path folder;

  @Test
  void readsEveryPepper() throws IOException {
    write("p1", random(32));
    write("p2", random(48));
    PepperFiles files = new PepperFiles(folder, "p2");
    assertThat(files.faults()).isEmpty();
    assertThat(files.keys()).containsOnlyKeys("p1", "p2");
  }

  @Test
  void aMissingFolderOrCurrentPepperIsAFault() throws IOException {
    assertThat(new PepperFiles(folder.resolve("none"), "p1").faults()).hasSize(1);
    write("p1", random(32));
    assertThat(new PepperFiles(folder, "p9").faults())
        .singleElement()
        .asString()
        .contains("doorward.peppers.current");
  }

  @Test
  void aShortDefaultOrUnreadablePepperIsAFaultAndAllAreReported() throws IOException {
    write("short", random(31));
    write("zeros", new byte[32]);
    write("typed", "correct horse battery staple, 1234".getBytes(StandardCharsets.US_ASCII));
    Files.writeString(folder.resolve("text"), "not base64!");
    write("Upper", random(32));
    write("p1", random(32));
    PepperFiles files = new PepperFiles(folder, "p1");
    assertThat(files.faults()).hasSize(5);
    assertThatThrownBy(files::keys).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void faultsHoldNothingOfTheKeys() throws IOException {
    byte[] key = random(31);
    write("p1", key);
    assertThat(new PepperFiles(folder, "p1").faults().toString())
        .doesNotContain(Base64.getEncoder().encodeToString(key).substring(0, 8));
  }

  private void write(String id, byte[] key) throws IOException {
    Files.writeString(folder.resolve(id), Base64.getEncoder().encodeToString(key) + "\n");
  }

  private static byte[] random(int length) {
    byte[] key = new byte[length];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
