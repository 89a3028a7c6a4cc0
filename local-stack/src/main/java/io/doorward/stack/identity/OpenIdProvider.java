package io.doorward.stack.identity;

import com.nimbusds.jose.jwk.RSAKey;
import io.doorward.stack.EmbeddedServer;
import io.doorward.stack.StackException;
import io.doorward.stack.process.Ports;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.List;
import java.util.Set;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.OAuth2Config;
import no.nav.security.mock.oauth2.token.KeyProvider;
import no.nav.security.mock.oauth2.token.OAuth2TokenProvider;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID provider on 127.0.0.1 with authorization code flow, discovery and JWKS. Sessions are
 * RS256 JWTs for the audience {@code doorward}, valid for one hour.
 */
public final class OpenIdProvider implements EmbeddedServer {
  public static final String AUDIENCE = "doorward";

  private static final String ISSUER_ID = "doorward";
  private static final long SESSION_SECONDS = 3600;

  private final Path directory;
  private final Path signingKey;
  private final int port;
  private @Nullable MockOAuth2Server server;

  /**
   * @param directory where the login page is put
   * @param signingKey private RSA JWK
   */
  public OpenIdProvider(Path directory, Path signingKey, int port) {
    this.directory = directory;
    this.signingKey = signingKey;
    this.port = port;
  }

  @Override
  public String name() {
    return "openid-provider";
  }

  @Override
  public int port() {
    return port;
  }

  public URI issuer() {
    return URI.create("http://127.0.0.1:" + port + "/" + ISSUER_ID);
  }

  public URI jwks() {
    return URI.create(issuer() + "/jwks");
  }

  /** A session of that person, had through the code flow as a browser would. */
  public String sessionOf(DemoPerson person) {
    return new CodeFlow(issuer()).signIn(person);
  }

  @Override
  public synchronized void start() {
    if (server != null) {
      return;
    }
    Path page = LoginPage.writeTo(directory);
    OAuth2TokenProvider tokens = new OAuth2TokenProvider(new KeyProvider(List.of(readKey())));
    MockOAuth2Server started =
        new MockOAuth2Server(
            new OAuth2Config(
                true,
                page.toAbsolutePath().toString(),
                null,
                false,
                tokens,
                Set.of(new SessionClaims(ISSUER_ID, AUDIENCE, SESSION_SECONDS))));
    try {
      started.start(Ports.loopback(port).getAddress(), port);
    } catch (RuntimeException e) {
      throw new StackException(
          "The OpenID provider cannot listen on port " + port + ": " + e.getMessage() + ".", e);
    }
    server = started;
  }

  private RSAKey readKey() {
    try {
      return RSAKey.parse(Files.readString(signingKey));
    } catch (IOException | ParseException e) {
      throw new StackException("Cannot read the signing key " + signingKey + ".", e);
    }
  }

  @Override
  public synchronized void stop() {
    if (server != null) {
      server.shutdown();
      server = null;
    }
  }

  @Override
  public void kill() {
    stop();
  }

  @Override
  public synchronized boolean running() {
    return server != null;
  }
}
