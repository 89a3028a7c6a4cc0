package io.doorward.contract.token;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.token.ParsedToken.Malformed;
import io.doorward.contract.token.ParsedToken.WellFormed;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TokenFormatTest {
  private static final TokenFormat FORMAT = TokenFormat.standard();

  private static String mint(TokenType type, TokenEnvironment environment, long seed) {
    return FORMAT.mint(type, environment, new Random(seed)).reveal();
  }

  @Property
  @Tag("P1")
  @Tag("TOK-1")
  void everyMintedTokenIsReadBackAsWhatItIs(
      @ForAll TokenType type, @ForAll TokenEnvironment environment, @ForAll long seed) {
    String token = mint(type, environment, seed);

    assertThat(FORMAT.parse(token)).isInstanceOf(WellFormed.class);
    WellFormed parsed = (WellFormed) FORMAT.parse(token);
    assertThat(parsed.type()).isEqualTo(type);
    assertThat(parsed.environment()).isEqualTo(environment);
    assertThat(parsed.token().reveal()).isEqualTo(token);
    assertThat(token).matches(FORMAT.pattern()).startsWith(FORMAT.prefix(type, environment));
  }

  @Property
  @Tag("TOK-3")
  @Tag("TOK-5")
  void oneChangedCharacterIsRefused(
      @ForAll long seed, @ForAll @IntRange(min = 0, max = 44) int at, @ForAll char other) {
    String token = mint(TokenType.PERSONAL, TokenEnvironment.LIVE, seed);
    String changed = token.substring(0, at) + other + token.substring(at + 1);
    boolean stillSame = changed.equals(token);
    boolean anotherType = at == 2 && "psa".indexOf(other) >= 0;
    if (!stillSame && !anotherType) {
      assertThat(FORMAT.parse(changed)).isInstanceOf(Malformed.class);
    }
  }

  /** Even were every character of the hint one of the secret, rather than of the check. */
  @Property
  @Tag("STO-4")
  void whatIsShownOfATokenLeavesItsSecretUnguessable(
      @ForAll TokenType type, @ForAll TokenEnvironment environment, @ForAll long seed) {
    RawToken token = FORMAT.mint(type, environment, new Random(seed));
    String shown = FORMAT.prefix(type, environment) + TokenFormat.hint(token);
    int secret = TokenFormat.SECRET_LENGTH + TokenFormat.CHECK_LENGTH;
    assertThat(token.reveal().length() - shown.length())
        .isEqualTo(secret - TokenFormat.HINT_LENGTH);
    double bitsLeft =
        (TokenFormat.SECRET_LENGTH - TokenFormat.HINT_LENGTH)
            * Math.log(TokenFormat.ALPHABET.length())
            / Math.log(2);
    assertThat(bitsLeft).isGreaterThanOrEqualTo(128);
  }

  @Test
  @Tag("TOK-5")
  void anythingAroundATokenMakesItNone() {
    String token = mint(TokenType.SERVICE, TokenEnvironment.TEST, 1);
    for (String wrong :
        List.of(
            token + " ",
            " " + token,
            token + "\0",
            token + "\n",
            token + "=",
            token.toUpperCase(java.util.Locale.ROOT),
            token.replace('_', '-'),
            token.replace("_", "%5F"),
            token.replace("d", "\uff44"),
            token + token,
            token.substring(1),
            "")) {
      assertThat(FORMAT.parse(wrong)).as(wrong).isInstanceOf(Malformed.class);
    }
  }

  @Test
  @Tag("TOK-3")
  void theCheckIsGitHubsFormOverTheSecretAlone() {
    // CRC-32 of thirty zeros, written with 0-9A-Za-z: computed independently with zlib.
    String secret = "0".repeat(30);
    assertThat(FORMAT.parse("dwp_live_" + secret + "3NuQ0f")).isInstanceOf(Malformed.class);
    assertThat(FORMAT.parse("dwp_live_" + secret + "2C8GjS")).isInstanceOf(WellFormed.class);
    assertThat(FORMAT.parse("dwa_test_" + secret + "2C8GjS")).isInstanceOf(WellFormed.class);
  }

  @Test
  @Tag("TOK-2")
  void theSecretHasAtLeast160BitsWithoutBias() {
    double bits = TokenFormat.SECRET_LENGTH * Math.log(62) / Math.log(2);
    assertThat(bits).isGreaterThanOrEqualTo(160);

    int[] counts = new int[62];
    SecureRandom random = new SecureRandom();
    int tokens = 4_000;
    for (int i = 0; i < tokens; i++) {
      String token = FORMAT.mint(TokenType.PERSONAL, TokenEnvironment.LIVE, random).reveal();
      for (char c : token.substring(9, 39).toCharArray()) {
        counts[TokenFormat.ALPHABET.indexOf(c)]++;
      }
    }
    double expected = tokens * 30 / 62.0;
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += (count - expected) * (count - expected) / expected;
    }
    // 61 degrees of freedom: beyond 140 once in 30 million runs; a byte % 62 gives over 1,000.
    assertThat(chiSquare).isLessThan(140);
  }

  @Test
  @Tag("TOK-4")
  void thePublishedPatternFindsEveryTokenAndNothingInNoise() {
    byte[] noise = new byte[1 << 20];
    new Random(7).nextBytes(noise);
    String corpus = Base64.getEncoder().encodeToString(noise) + HexFormat.of().formatHex(noise);
    assertThat(FORMAT.pattern().matcher(corpus).find()).isFalse();

    String token = mint(TokenType.AGENT, TokenEnvironment.LIVE, 3);
    Matcher found = FORMAT.pattern().matcher("export TOKEN=\"" + token + "\";");
    assertThat(found.find()).isTrue();
    assertThat(found.group()).isEqualTo(token);
  }

  @Test
  @Tag("STO-3")
  void aRawTokenNeverPrintsItself() {
    RawToken token = FORMAT.mint(TokenType.PERSONAL, TokenEnvironment.LIVE, new Random(1));
    assertThat(token.toString() + new WellFormed(TokenType.PERSONAL, TokenEnvironment.LIVE, token))
        .doesNotContain(token.reveal());
  }

  @Test
  void anotherBrandIsAnotherFormat() {
    TokenFormat acme = TokenFormat.of("acme");
    String token = acme.mint(TokenType.PERSONAL, TokenEnvironment.LIVE, new Random(1)).reveal();
    assertThat(token).startsWith("acmep_live_");
    assertThat(acme.parse(token)).isInstanceOf(WellFormed.class);
    assertThat(FORMAT.parse(token)).isInstanceOf(Malformed.class);
  }
}
