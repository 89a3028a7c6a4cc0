package io.doorward.token.protocol.leak;

import org.jspecify.annotations.Nullable;

/**
 * A token that leaked, as whoever holds it reports it. Not a record: records print what they hold.
 */
public final class LeakedToken {
  private @Nullable String token;
  private @Nullable String url;

  public @Nullable String getToken() {
    return token;
  }

  public @Nullable String getUrl() {
    return url;
  }

  public void setToken(@Nullable String token) {
    this.token = token;
  }

  /** Where it was found. */
  public void setUrl(@Nullable String url) {
    this.url = url;
  }
}
