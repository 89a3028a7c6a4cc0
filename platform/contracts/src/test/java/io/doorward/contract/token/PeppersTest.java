package io.doorward.contract.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import org.junit.jupiter.api.Test;

class PeppersTest {
  private static RawToken token(long seed) {
    return TokenFormat.standard().mint(TokenType.PERSONAL, TokenEnvironment.LIVE, new Random(seed));
  }

  private static byte[] key(int fill) {
    byte[] key = new byte[32];
    Arrays.fill(key, (byte) fill);
    return key;
  }

  @Test
  @Tag("T3")
  void theLookupKeyIsHmacSha256() {
    // Computed independently: HMAC-SHA-256 with 32 bytes of 0x01 over the token's ASCII bytes.
    RawToken token = token(42);
    String expected = HmacReference.hex(key(1), token.reveal());
    assertThat(Peppers.of("p1", Map.of("p1", key(1))).lookupKey(token).value())
        .isEqualTo("p1." + expected);
  }

  @Test
  @Tag("T3")
  void anImportedKeyIsFoundByItsSha256UnderEveryPepper() {
    String sha256 = "ab".repeat(32);
    Peppers rotated = Peppers.of("new", Map.of("old", key(1), "new", key(2)));
    assertThat(rotated.importedCandidates(sha256))
        .containsExactly(
            new LookupKey("new." + HmacReference.hex(key(2), "sha256:" + sha256)),
            new LookupKey("old." + HmacReference.hex(key(1), "sha256:" + sha256)));
  }

  @Property(tries = 50)
  @Tag("STO-5")
  void aTokenIsFoundUnderTheOldPepperAfterARotation(@ForAll long seed) {
    RawToken token = token(seed);
    LookupKey stored = Peppers.of("old", Map.of("old", key(1))).lookupKey(token);
    Peppers rotated = Peppers.of("new", Map.of("old", key(1), "new", key(2)));

    assertThat(rotated.candidates(token)).contains(stored).first().isNotEqualTo(stored);
    assertThat(Peppers.of("new", Map.of("new", key(2))).candidates(token)).doesNotContain(stored);
  }

  @Property(tries = 200)
  @Tag("P1")
  @Tag("STO-2")
  void theLookupKeyHoldsNothingOfTheToken(@ForAll long seed) {
    RawToken token = token(seed);
    String stored = Peppers.of("p1", Map.of("p1", key(1))).lookupKey(token).value();
    assertThat(stored).doesNotContain(token.reveal().substring(9));
  }

  @Test
  void unusablePeppersAreRefused() {
    assertThatThrownBy(() -> Peppers.of("p2", Map.of("p1", key(1))))
        .hasMessageContaining("current id p2");
    assertThatThrownBy(() -> Peppers.of("p1", Map.of("p1", new byte[31])))
        .hasMessageContaining("shorter than 32 bytes");
    assertThatThrownBy(() -> Peppers.of("P 1", Map.of("P 1", key(1))))
        .hasMessageContaining("pepper id");
  }
}
