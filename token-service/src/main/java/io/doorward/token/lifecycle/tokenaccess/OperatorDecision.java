package io.doorward.token.lifecycle.tokenaccess;

/**
 * Whether API tokens are on at all, as the operator decided.
 *
 * @param revision which decision it is; a later one has a higher number
 */
record OperatorDecision(long revision, boolean enabled) {
  /** In force before anybody decided. */
  static final OperatorDecision NONE = new OperatorDecision(0, true);

  /**
   * Whether it comes into force after that one. Of the same revision only what turns tokens off: a
   * replica that starts with what it was given long ago turns nothing on again.
   */
  boolean follows(OperatorDecision standing) {
    return revision > standing.revision
        || (revision == standing.revision && standing.enabled && !enabled);
  }
}
