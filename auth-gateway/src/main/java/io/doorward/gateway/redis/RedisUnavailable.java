package io.doorward.gateway.redis;

/**
 * Redis did not answer in time, or is known not to. The call may or may not have had its effect.
 */
public final class RedisUnavailable extends Exception {
  private static final long serialVersionUID = 1L;

  RedisUnavailable(String message) {
    super(message, null, false, false);
  }
}
