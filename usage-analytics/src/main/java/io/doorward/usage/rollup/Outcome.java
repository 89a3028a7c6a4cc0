package io.doorward.usage.rollup;

import org.jspecify.annotations.Nullable;

/** How a request ended, as figures tell it apart. Total: each request has exactly one. */
public enum Outcome {
  SUCCEEDED,
  /** The gateway refused it; the caller has to change something. */
  REFUSED,
  /** The upstream or the gateway failed. */
  FAILED;

  /** The outcome of an answer. A failure of the gateway itself is a failure, not a refusal. */
  public static Outcome of(int status, @Nullable String refusal) {
    if (status >= 500) {
      return FAILED;
    }
    return refusal == null ? SUCCEEDED : REFUSED;
  }
}
