package io.doorward.gateway.proxy;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.ContextInternal;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.impl.SSLHelper;
import io.vertx.core.net.impl.SslChannelProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The listener's certificate and key, and what TLS it speaks with them: 1.2 and 1.3, with forward
 * secrecy and authenticated encryption (RFC 9325, sections 3.1 and 4.2).
 */
final class TlsFiles {
  private static final Logger LOG = Logger.getLogger(TlsFiles.class);

  private static final List<String> PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

  private static final List<String> CIPHER_SUITES =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private final Path certificate;
  private final Path key;
  private final Duration reload;
  private final boolean http2;
  private final AtomicBoolean watched = new AtomicBoolean();
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile Pem inForce;
  private volatile @Nullable Pem refused;
  private volatile @Nullable SslChannelProvider renewed;

  /** The two files' contents. */
  private record Pem(Buffer certificate, Buffer key) {
    @Override
    public String toString() {
      return "***";
    }
  }

  private TlsFiles(Path certificate, Path key, Duration reload, boolean http2) {
    this.certificate = certificate;
    this.key = key;
    this.reload = reload;
    this.http2 = http2;
    try {
      this.inForce = read();
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException("doorward.gateway.listen.tls: " + e.getMessage(), e);
    }
  }

  /**
   * Empty if the listener speaks no TLS.
   *
   * @throws IllegalStateException if only one of the two files is named, or they are no pair
   */
  static Optional<TlsFiles> of(ListenConfig config) {
    Optional<String> certificate = config.tls().certificate();
    Optional<String> key = config.tls().key();
    if (certificate.isPresent() != key.isPresent()) {
      throw new IllegalStateException(
          "doorward.gateway.listen.tls.certificate and .key are only of use together");
    }
    return certificate.map(
        path ->
            new TlsFiles(
                Path.of(path),
                Path.of(key.orElseThrow()),
                config.tls().reload(),
                config.http2().enabled()));
  }

  private Pem read() throws IOException, GeneralSecurityException {
    byte[] chain = Files.readAllBytes(certificate);
    byte[] secret = Files.readAllBytes(key);
    MatchingPair.require(chain, secret);
    return new Pem(Buffer.buffer(chain), Buffer.buffer(secret));
  }

  void applyTo(HttpServerOptions options) {
    applyTo(options, inForce);
  }

  private void applyTo(HttpServerOptions options, Pem pem) {
    options
        .setSsl(true)
        .setUseAlpn(http2)
        .setKeyCertOptions(keyPair(pem))
        .setEnabledSecureTransportProtocols(new LinkedHashSet<>(PROTOCOLS));
    CIPHER_SUITES.forEach(options::addEnabledCipherSuite);
  }

  private static PemKeyCertOptions keyPair(Pem pem) {
    return new PemKeyCertOptions().setCertValue(pem.certificate()).setKeyValue(pem.key());
  }

  /**
   * What new connections are given.
   *
   * @param first what the server was started with
   */
  SslChannelProvider inForce(SslChannelProvider first) {
    SslChannelProvider newer = renewed;
    return newer == null ? first : newer;
  }

  /** Puts changed files in force for new connections, once for all event loops. */
  void watch(Vertx vertx) {
    if (watched.compareAndSet(false, true)) {
      vertx.setPeriodic(Math.max(reload.toMillis(), 1), id -> look(vertx));
    }
  }

  /** One at a time, so that an older pair never comes after a newer one. */
  private void look(Vertx vertx) {
    if (looking.compareAndSet(false, true)) {
      vertx
          .executeBlocking(this::read)
          .compose(
              found ->
                  found.equals(inForce) || found.equals(refused)
                      ? Future.succeededFuture()
                      : replace(vertx, found))
          .onFailure(e -> LOG.errorf("the TLS files are not usable: %s", e.getMessage()))
          .onComplete(done -> looking.set(false));
    }
  }

  /**
   * For new connections, while the others go on with what they began with. Not by {@code
   * updateSSLOptions}: Vert.x 4.5 drops what connects while that is under way.
   */
  private Future<Void> replace(Vertx vertx, Pem found) {
    HttpServerOptions options = new HttpServerOptions();
    applyTo(options, found);
    List<String> protocols = options.getAlpnVersions().stream().map(HttpVersion::alpnName).toList();
    return new SSLHelper(options, protocols)
        .updateSslContext(
            options.getSslOptions(), true, (ContextInternal) vertx.getOrCreateContext())
        .onFailure(e -> refused = found)
        .onSuccess(
            made -> {
              renewed = made.sslChannelProvider();
              inForce = found;
              LOG.info("a new TLS certificate is in force");
            })
        .mapEmpty();
  }
}
