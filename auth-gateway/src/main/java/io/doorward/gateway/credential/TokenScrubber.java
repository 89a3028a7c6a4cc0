package io.doorward.gateway.credential;

import io.doorward.contract.token.TokenFormat;
import io.netty.handler.codec.http.QueryStringDecoder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;

/** Finds tokens where they do not belong, so that none is ever written down. */
@Singleton
public class TokenScrubber {
  private final Pattern tokens;

  @Inject
  TokenScrubber(TokenFormat format) {
    tokens = format.pattern();
  }

  /** The text with every token in it replaced by {@code ***}. */
  public String scrub(String text) {
    return mayHoldToken(text) ? tokens.matcher(text).replaceAll("***") : text;
  }

  boolean findsToken(String text) {
    return mayHoldToken(text) && tokens.matcher(text).find();
  }

  boolean findsEncodedToken(String query) {
    if (query.isEmpty() || !(mayHoldToken(query) || query.indexOf('%') >= 0)) {
      return false;
    }
    try {
      return findsToken(QueryStringDecoder.decodeComponent(query));
    } catch (IllegalArgumentException e) {
      return findsToken(query);
    }
  }

  /** Spares nearly every text the pattern. */
  private static boolean mayHoldToken(String text) {
    return text.contains("_live_") || text.contains("_test_");
  }
}
