package io.doorward.token.protocol.leak;

/** A report that could not be dealt with. */
final class Undealt extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final long report;

  Undealt(long report, Throwable cause) {
    super(cause);
    this.report = report;
  }

  /** Its id. */
  long report() {
    return report;
  }
}
