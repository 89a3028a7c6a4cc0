package io.doorward.gateway.credential;

/** A session's JWT in clear. Prints as {@code ***}. */
public final class SessionCredential {
  private final String compact;

  SessionCredential(String compact) {
    this.compact = compact;
  }

  /** The JWT: for checking it and for passing it on to our own services. */
  public String reveal() {
    return compact;
  }

  @Override
  public String toString() {
    return "***";
  }
}
