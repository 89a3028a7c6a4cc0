package io.doorward.monitor.detect;

import org.jspecify.annotations.Nullable;

/**
 * What a rule says after one signal.
 *
 * @param <S> the rule's state for one token
 * @param state to be given to the rule with the next signal
 */
public record Verdict<S>(S state, @Nullable Finding finding) {
  static <S> Verdict<S> silent(S state) {
    return new Verdict<>(state, null);
  }
}
