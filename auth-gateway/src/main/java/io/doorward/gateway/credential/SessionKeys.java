package io.doorward.gateway.credential;

import com.github.benmanes.caffeine.cache.Ticker;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/**
 * The OpenID provider's keys, kept in memory. They are fetched in the background; a request waits
 * only if it names a key that is not known, and then at most once in a while for all requests.
 */
@Singleton
class SessionKeys {
  private static final Logger LOG = Logger.getLogger(SessionKeys.class);
  private static final long RETRY_MILLIS = 1_000;

  private final Vertx vertx;
  private final KeyDocument document;
  private final Ticker ticker;
  private final SessionConfig config;
  private final AtomicReference<@Nullable Future<Void>> fetching = new AtomicReference<>();
  private volatile List<JsonWebKey> keys = List.of();
  private volatile long lastFetch;
  private volatile boolean fetchedOnce;

  @Inject
  SessionKeys(Vertx vertx, SessionConfig config, Ticker ticker) {
    this.vertx = vertx;
    this.config = config;
    this.ticker = ticker;
    this.document = new KeyDocument(vertx, config.jwks());
  }

  void start(@Observes StartupEvent event) {
    refresh().onFailure(e -> retryLater());
    vertx.setPeriodic(config.refreshEvery().toMillis(), id -> refresh());
  }

  private void retryLater() {
    vertx.setTimer(
        RETRY_MILLIS,
        id -> {
          if (keys.isEmpty()) {
            refresh().onFailure(e -> retryLater());
          }
        });
  }

  /** Whether any key is known yet. */
  boolean known() {
    return !keys.isEmpty();
  }

  /** The key, fetched anew if it is not known and the last fetch is long enough ago. */
  Future<Optional<JsonWebKey>> find(@Nullable String keyId, String algorithm) {
    Optional<JsonWebKey> present = present(keyId, algorithm);
    if (present.isPresent() || (fetchedOnce && !pauseIsOver())) {
      return Future.succeededFuture(present);
    }
    return onOwnLoop(
        refresh().transform(done -> Future.succeededFuture(present(keyId, algorithm))));
  }

  /** The fetch may be another loop's; a request stays on its own. */
  private static <T> Future<T> onOwnLoop(Future<T> shared) {
    Context own = Vertx.currentContext();
    if (own == null) {
      return shared;
    }
    Promise<T> promise = Promise.promise();
    shared.onComplete(answer -> own.runOnContext(nothing -> promise.handle(answer)));
    return promise.future();
  }

  private boolean pauseIsOver() {
    return ticker.read() - lastFetch >= config.refreshPause().toNanos();
  }

  private Optional<JsonWebKey> present(@Nullable String keyId, String algorithm) {
    List<JsonWebKey> fitting =
        keys.stream()
            .filter(key -> keyId == null || keyId.equals(key.getKeyId()))
            .filter(key -> key.getAlgorithm() == null || key.getAlgorithm().equals(algorithm))
            .filter(key -> !"enc".equals(key.getUse()))
            .toList();
    return fitting.size() == 1 ? Optional.of(fitting.get(0)) : Optional.empty();
  }

  private Future<Void> refresh() {
    Promise<Void> promise = Promise.promise();
    Future<Void> running = fetching.compareAndExchange(null, promise.future());
    if (running != null) {
      return running;
    }
    lastFetch = ticker.read();
    fetchedOnce = true;
    document
        .fetch()
        .map(SessionKeys::parse)
        .onComplete(
            result -> {
              fetching.set(null);
              if (result.succeeded()) {
                keys = result.result();
                promise.complete();
              } else {
                LOG.warnf(
                    "the session keys at %s cannot be had: %s",
                    config.jwks(), result.cause().getMessage());
                promise.fail(result.cause());
              }
            });
    return promise.future();
  }

  private static List<JsonWebKey> parse(String json) {
    try {
      return List.copyOf(new JsonWebKeySet(json).getJsonWebKeys());
    } catch (JoseException e) {
      throw new IllegalArgumentException("not a JSON Web Key Set", e);
    }
  }
}
