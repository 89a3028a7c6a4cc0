package io.doorward.token.protocol.leak;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;

/** Whether the partner signed a body: ECDSA on P-256 with SHA-256, over the bytes as they came. */
@ApplicationScoped
class PartnerSignatures {
  /** Invented key ids do not have the file read more often than this. */
  private static final Duration MIN_AGE = Duration.ofSeconds(30);

  /** A key that was taken out of the file is good for no longer than this. */
  private static final Duration MAX_AGE = Duration.ofMinutes(5);

  private final Vertx vertx;
  private final LeakConfig config;
  private final Clock clock;
  private PartnerKeys keys = PartnerKeys.none();
  private Instant readAt = Instant.EPOCH;

  @Inject
  PartnerSignatures(Vertx vertx, LeakConfig config, Clock clock) {
    this.vertx = vertx;
    this.config = config;
    this.clock = clock;
  }

  /** Whether the signature is the partner's. Works away from the event loop. */
  Uni<Boolean> genuine(String keyId, String signature, byte[] body) {
    return vertx.executeBlocking(() -> check(keyId, signature, body), false);
  }

  private boolean check(String keyId, String signature, byte[] body) {
    PublicKey key = known(keyId).byId().get(keyId);
    if (key == null) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("SHA256withECDSA");
      verifier.initVerify(key);
      verifier.update(body);
      return verifier.verify(Base64.getDecoder().decode(signature));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private synchronized PartnerKeys known(String keyId) {
    Instant now = clock.instant();
    Duration bound = keys.byId().containsKey(keyId) ? MAX_AGE : MIN_AGE;
    if (Duration.between(readAt, now).compareTo(bound) >= 0) {
      readAt = now;
      config.githubKeys().flatMap(PartnerKeys::read).ifPresent(read -> keys = read);
    }
    return keys;
  }
}
