package io.doorward.contract.token;

/** What {@link TokenFormat#parse} makes of a string. */
public sealed interface ParsedToken {

  /** The string has the form of a token and its check digits fit. It may still be unknown. */
  record WellFormed(TokenType type, TokenEnvironment environment, RawToken token)
      implements ParsedToken {}

  /** Not a token of this brand: mistyped, cut off, or something else. No look-up can find it. */
  record Malformed() implements ParsedToken {}
}
