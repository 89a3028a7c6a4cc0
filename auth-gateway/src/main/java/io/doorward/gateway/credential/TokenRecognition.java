package io.doorward.gateway.credential;

import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenFormat;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What it takes to recognise a token: its form and the keys of its hash. */
final class TokenRecognition {

  @Produces
  @Singleton
  TokenFormat format() {
    return TokenFormat.standard();
  }

  /**
   * @throws IllegalStateException if a pepper cannot be read; its content is not in the message
   */
  @Produces
  @Singleton
  Peppers peppers(PepperConfig config) {
    Map<String, byte[]> keys = new HashMap<>();
    for (Path file : files(Path.of(config.directory()))) {
      try {
        String content = Files.readString(file).strip();
        keys.put(
            file.getFileName().toString(), notGuessable(file, Base64.getDecoder().decode(content)));
      } catch (IOException e) {
        throw new UncheckedIOException("the pepper " + file + " cannot be read", e);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException("the pepper " + file + " is not base64", null);
      }
    }
    try {
      return Peppers.of(config.current(), keys);
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "doorward.peppers.directory " + config.directory() + ": " + e.getMessage(), e);
    }
  }

  private static byte[] notGuessable(Path file, byte[] key) {
    if (Peppers.isGuessable(key)) {
      throw new IllegalStateException("the pepper " + file + " is a default or a pattern", null);
    }
    return key;
  }

  private static List<Path> files(Path directory) {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(Files::isRegularFile)
          .filter(file -> !file.getFileName().toString().startsWith("."))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(
          "doorward.peppers.directory " + directory + " cannot be read", e);
    }
  }
}
