package io.doorward.gateway.route;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What the route file holds at one moment.
 *
 * @param hash SHA-256 of it, in hex
 */
record RouteDocument(String text, String hash) {
  /** Kubernetes' own bound for a ConfigMap. */
  static final int MOST_BYTES = 1_048_576;

  /**
   * Reads the file, and no more of it than may be in it.
   *
   * @throws InvalidRoutes if there is nothing that could be routes
   */
  static RouteDocument read(Path file) throws InvalidRoutes {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(file)) {
      bytes = in.readNBytes(MOST_BYTES + 1);
    } catch (IOException e) {
      throw fault(file, "cannot be read: " + e.getClass().getSimpleName());
    }
    if (bytes.length > MOST_BYTES) {
      throw fault(file, "is larger than " + MOST_BYTES + " bytes");
    }
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.isBlank()) {
        throw fault(file, "is empty");
      }
      return new RouteDocument(text, hash(bytes));
    } catch (CharacterCodingException e) {
      throw fault(file, "is not UTF-8");
    }
  }

  private static InvalidRoutes fault(Path file, String what) {
    return new InvalidRoutes(file.toString(), List.of("file: " + what));
  }

  private static String hash(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
