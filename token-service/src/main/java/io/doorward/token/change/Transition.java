package io.doorward.token.change;

import io.doorward.token.store.StoredToken;

/** What a wish to change a token's standing comes to. */
public sealed interface Transition {

  /** It is to be stored. */
  record Next(StoredToken token) implements Transition {}

  /** The token is already as wished; nothing is to be stored. */
  record Already(StoredToken token) implements Transition {}

  /**
   * The token's standing does not allow it.
   *
   * @param why a sentence a person can act on
   */
  record Refused(String why) implements Transition {}
}
