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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;

/**
 * The keys of one issuer (RFC 7517), read from a URL or a file and kept. An unknown key id has them
 * read anew, at most once in {@link #MIN_AGE}, so that a flood of invented ids costs the issuer
 * nothing; an issuer that fails is asked again after {@link #RETRY} and known keys serve meanwhile.
 * Reading blocks for at most {@link #TIMEOUT}, one thread at a time: never call it on an event
 * loop.
 */
final class KeySet {
  private static final Logger LOG = Logger.getLogger(KeySet.class);
  private static final Duration TIMEOUT = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration MIN_AGE = Duration.ofSeconds(5);
  private static final Duration MAX_AGE = Duration.ofMinutes(10);

  private final String location;
  private final Clock clock;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ReentrantLock reading = new ReentrantLock();

  private volatile Read last = new Read(List.of(), Instant.EPOCH);

  /** Used by who holds {@link #reading}. */
  private Instant nextRead = Instant.EPOCH;

  private record Read(List<JsonWebKey> keys, Instant at) {
    Optional<Key> find(String keyId) {
      return keys.stream()
          .filter(key -> keyId.equals(key.getKeyId()))
          .map(JsonWebKey::getKey)
          .findFirst();
    }
  }

  KeySet(String location, Clock clock) {
    this.location = location;
    this.clock = clock;
  }

  /**
   * Finds a key by its id.
   *
   * @throws IOException if the keys have never been read and cannot be read now
   */
  Optional<Key> find(String keyId) throws IOException {
    Read known = last;
    Optional<Key> key = known.find(keyId);
    if (key.isPresent()) {
      boolean fresh = Duration.between(known.at(), clock.instant()).compareTo(MAX_AGE) < 0;
      if (fresh || !reading.tryLock()) {
        return key;
      }
    } else {
      reading.lock();
    }
    try {
      readIfDue();
    } finally {
      reading.unlock();
    }
    if (last.keys().isEmpty()) {
      throw new IOException("the issuer's keys cannot be read");
    }
    return last.find(keyId);
  }

  private void readIfDue() {
    if (clock.instant().isBefore(nextRead)) {
      return;
    }
    try {
      last = new Read(new JsonWebKeySet(read()).getJsonWebKeys(), clock.instant());
      nextRead = clock.instant().plus(MIN_AGE);
    } catch (IOException | JoseException e) {
      nextRead = clock.instant().plus(RETRY);
      LOG.warnf("the keys at %s cannot be read: %s", location, e.getMessage());
    }
  }

  private String read() throws IOException {
    if (!location.startsWith("http:") && !location.startsWith("https:")) {
      return Files.readString(Path.of(location));
    }
    HttpRequest request = HttpRequest.newBuilder(URI.create(location)).timeout(TIMEOUT).build();
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request, HttpResponse.BodyHandlers.ofString());
    try {
      // The request's own bound ends with the headers; this one holds for the body too.
      HttpResponse<String> read = answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
      if (read.statusCode() != 200) {
        throw new IOException("status " + read.statusCode());
      }
      return read.body();
    } catch (ExecutionException e) {
      throw new IOException("the request failed", e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(/* mayInterruptIfRunning= */ true);
      throw new IOException("no answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
