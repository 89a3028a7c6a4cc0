package io.doorward.token.support;

import io.doorward.contract.token.Peppers;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;

/**
 * The service as it is run elsewhere: a pepper has been rotated, the gateway is not on this
 * machine, nobody creates tokens unless their organization says so, and keys of another system are
 * accepted.
 */
public final class OtherSettings implements QuarkusTestResourceLifecycleManager {
  private static final byte[] RETIRED = random();
  private static final byte[] OLDER = random();

  /** Makes hashes as the service did when {@code p1} was current, or {@code p0} before it. */
  public static Peppers when(String current) {
    return Peppers.of(current, Map.of(current, current.equals("p0") ? RETIRED : OLDER));
  }

  @Override
  public Map<String, String> start() {
    try {
      Path folder = Files.createTempDirectory("doorward-peppers-");
      write(folder, "p1", OLDER);
      write(folder, "p2", random());
      return Map.of(
          "doorward.peppers.directory", folder.toString(),
          "doorward.peppers.current", "p2",
          "doorward.http.trusted-proxies", "192.0.2.1/32",
          "doorward.policy.creations-per-hour", "0",
          "doorward.imported-keys.accepted", "true");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path folder, String id, byte[] key) throws IOException {
    Path file = folder.resolve(id);
    Files.writeString(file, Base64.getEncoder().encodeToString(key));
    file.toFile().deleteOnExit();
  }

  private static byte[] random() {
    byte[] key = new byte[Peppers.MIN_KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  @Override
  public int order() {
    return 1;
  }

  @Override
  public void stop() {}
}
