package io.doorward.token.protocol.leak;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The place of a find, with nothing in it that could itself be secret. */
final class FoundAt {
  private static final int MAX_LENGTH = 500;

  private FoundAt() {}

  /** Scheme, host, port and path of an HTTP URL; empty for anything else. */
  static Optional<String> of(@Nullable String url) {
    if (url == null || url.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      URI uri = new URI(url);
      if (uri.getHost() == null
          || !("https".equals(uri.getScheme()) || "http".equals(uri.getScheme()))) {
        return Optional.empty();
      }
      return Optional.of(
              new URI(
                      uri.getScheme(),
                      null,
                      uri.getHost(),
                      uri.getPort(),
                      uri.getPath(),
                      null,
                      null)
                  .toASCIIString())
          .filter(clean -> clean.length() <= MAX_LENGTH);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
