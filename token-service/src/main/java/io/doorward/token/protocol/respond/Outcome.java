package io.doorward.token.protocol.respond;

import java.util.Locale;

/** What was done about a security event. */
enum Outcome {
  /** The token, or what still worked of its family, is suspended. */
  SUSPENDED,
  /** It asked for nothing that concerns a token's standing. */
  NOTED,
  /** The token does not work anyway. */
  NOT_ACTIVE,
  /** The organization has no such token. */
  UNKNOWN_TOKEN,
  /** The hour's budget is used up; people have to decide. */
  OVER_BUDGET,
  /** It had been dealt with before; nothing was done now. */
  DUPLICATE;

  String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
