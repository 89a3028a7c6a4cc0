package io.doorward.kit.identity;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * The keys of one issuer (RFC 7517), read from a URL or a file and kept. An unknown key id has them
 * read anew, at most once in {@link #MIN_AGE}, so that a flood of invented ids costs the issuer
 * nothing. Reading blocks for at most {@link #TIMEOUT}: never call it on an event loop.
 */
final class KeySet {
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration MIN_AGE = Duration.ofSeconds(5);
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final String location;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  private List<JsonWebKey> keys = List.of();
  private Instant readAt = Instant.EPOCH;

  KeySet(String location, Clock clock) {
    this.location = location;
    this.clock = clock;
  }

  /**
   * Finds a key by its id.
   *
   * @throws IOException if the keys have never been read and cannot be read now
   */
  synchronized Optional<Key> find(String keyId) throws IOException {
    Duration age = Duration.between(readAt, clock.instant());
    Optional<Key> known = known(keyId);
    if (known.isPresent() && age.compareTo(MAX_AGE) < 0) {
      return known;
    }
    if (age.compareTo(MIN_AGE) >= 0) {
      try {
        keys = new JsonWebKeySet(read()).getJsonWebKeys();
        readAt = clock.instant();
      } catch (IOException | JoseException e) {
        if (keys.isEmpty()) {
          throw new IOException("the issuer's keys cannot be read", e);
        }
      }
    }
    return known(keyId);
  }

  private Optional<Key> known(String keyId) {
    return keys.stream()
        .filter(key -> keyId.equals(key.getKeyId()))
        .map(JsonWebKey::getKey)
        .findFirst();
  }

  private String read() throws IOException {
    if (!location.startsWith("http:") && !location.startsWith("https:")) {
      return Files.readString(Path.of(location));
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create(location)).timeout(TIMEOUT).build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IOException("status " + answer.statusCode());
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
