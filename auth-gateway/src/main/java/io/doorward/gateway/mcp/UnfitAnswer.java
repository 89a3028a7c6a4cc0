package io.doorward.gateway.mcp;

/** A server's answer that cannot be looked into, so that it cannot be passed on either. */
public final class UnfitAnswer extends Exception {
  private static final long serialVersionUID = 1L;

  UnfitAnswer(String message) {
    super(message, null, false, false);
  }
}
