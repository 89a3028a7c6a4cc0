package io.doorward.bench.gateway.suite;

import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenFormat;
import io.doorward.contract.token.TokenType;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;

/** Credentials that Doorward knows nothing of. */
public final class Credentials {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int KEY_BYTES = 20;

  private Credentials() {}

  /** Keys of a usual form for the gateways of others. */
  public static List<String> keys(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i -> {
              byte[] bytes = new byte[KEY_BYTES];
              RANDOM.nextBytes(bytes);
              return "sk_live_" + HexFormat.of().formatHex(bytes);
            })
        .toList();
  }

  /** Well-formed tokens that nobody has issued. */
  public static List<String> unknown(int count) {
    TokenFormat format = TokenFormat.standard();
    return IntStream.range(0, count)
        .mapToObj(i -> format.mint(TokenType.PERSONAL, TokenEnvironment.LIVE, RANDOM).reveal())
        .toList();
  }

  /** Tokens with one wrong check digit: as near to a good one as a malformed one can be. */
  public static List<String> malformed(int count) {
    return unknown(count).stream()
        .map(
            token -> {
              int last = token.length() - 1;
              return token.substring(0, last) + (token.charAt(last) == '0' ? '1' : '0');
            })
        .toList();
  }
}
