package io.doorward.gateway.credential;

import io.doorward.contract.token.TokenFormat;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Finds tokens where they do not belong, so that none is ever written down. */
@Singleton
public class TokenScrubber {
  /** An escape of an escape of an escape is nobody's accident. */
  private static final int ROUNDS = 4;

  private static final String HIDDEN = "***";

  private final Pattern tokens;

  @Inject
  TokenScrubber(TokenFormat format) {
    tokens = format.patternAnywhere();
  }

  /** The text with every token in it replaced by {@code ***}; all of it if one is escaped. */
  public String scrub(String text) {
    String plain = mayHoldToken(text) ? tokens.matcher(text).replaceAll(HIDDEN) : text;
    return findsToken(plain) ? HIDDEN : plain;
  }

  /** Whether a token is in it, as it is or percent-encoded, however often. */
  boolean findsToken(String text) {
    String decoded = text;
    for (int round = 0; round < ROUNDS; round++) {
      if (mayHoldToken(decoded) && tokens.matcher(decoded).find()) {
        return true;
      }
      if (decoded.indexOf('%') < 0) {
        return false;
      }
      decoded = unescaped(decoded);
    }
    return false;
  }

  /**
   * Decodes what is an escape and leaves alone what is none: one bad escape must not hide a token
   * behind it. Tokens are ASCII, so octets are taken for characters.
   */
  static String unescaped(String text) {
    StringBuilder decoded = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%' && i + 2 < text.length()) {
        int high = Character.digit(text.charAt(i + 1), 16);
        int low = Character.digit(text.charAt(i + 2), 16);
        if (high >= 0 && low >= 0) {
          decoded.append((char) (high << 4 | low));
          i += 2;
          continue;
        }
      }
      decoded.append(c);
    }
    return decoded.toString();
  }

  /** Spares nearly every text the pattern. */
  private static boolean mayHoldToken(String text) {
    return text.contains("_live_") || text.contains("_test_");
  }
}
