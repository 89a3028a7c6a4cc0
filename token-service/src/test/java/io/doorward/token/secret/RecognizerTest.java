package io.doorward.token.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenFormat;
import io.doorward.contract.token.TokenType;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("STO-3")
class RecognizerTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  private final String token =
      TokenFormat.standard().mint(TokenType.PERSONAL, TokenEnvironment.LIVE, RANDOM).reveal();

  @ParameterizedTest
  @CsvSource({
    "https://example.com/T, https://example.com/***",
    "https://example.com/my%20T, https://example.com/my%20***",
    "https://example.com/key_T, https://example.com/key_***",
    "https://example.com/T_old, https://example.com/***_old",
    "https://example.com/aTT, https://example.com/a******",
  })
  void takesATokenOutWhateverStandsAroundIt(String text, String left) {
    byte[] pepper = new byte[Peppers.MIN_KEY_BYTES];
    RANDOM.nextBytes(pepper);
    Recognizer recognizer =
        new Recognizer(Peppers.of("p1", Map.of("p1", pepper)), SlowHashesSettings.usual());
    assertThat(recognizer.redact(text.replace("T", token))).isEqualTo(left);
  }
}
