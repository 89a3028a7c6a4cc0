package io.doorward.gateway.route;

/**
 * What holds for a route while something it takes to decide cannot be asked. There is no such
 * choice for credentials: what cannot be checked is refused.
 */
public record FailurePolicy(WithoutLimits limits) {
  static final FailurePolicy DEFAULT = new FailurePolicy(WithoutLimits.AS_CONFIGURED);

  /** What holds while the limits that all instances share cannot be asked. */
  public enum WithoutLimits {
    /** What {@code doorward.gateway.limit.without-redis} says. */
    AS_CONFIGURED,
    /** Each instance enforces its share in process. */
    LOCAL,
    /** Every limited request is answered 503. */
    DENY,
    /** Nothing is limited. */
    ALLOW
  }
}
