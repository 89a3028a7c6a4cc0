package io.doorward.contract.token;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Whom a token acts for; the letter after the brand tells it. */
public enum TokenType {
  PERSONAL('p'),
  SERVICE('s'),
  AGENT('a');

  private final char letter;

  TokenType(char letter) {
    this.letter = letter;
  }

  /** The letter in the token's prefix: {@code dw}<b>{@code p}</b>{@code _live_…}. */
  public char letter() {
    return letter;
  }

  @JsonValue
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Reads {@link #wireName()}.
   *
   * @throws IllegalArgumentException if there is no such type
   */
  @JsonCreator
  public static TokenType of(String wireName) {
    for (TokenType type : values()) {
      if (type.wireName().equals(wireName)) {
        return type;
      }
    }
    throw new IllegalArgumentException("token type is one of personal, service, agent");
  }

  static Optional<TokenType> ofLetter(char letter) {
    for (TokenType type : values()) {
      if (type.letter == letter) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
