package io.doorward.token.secret;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.token.Peppers;
import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenType;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("STO-3")
class StrongboxTest {
  private final byte[] first = random();
  private final byte[] second = random();
  private final MintedToken minted =
      new Mint(Peppers.of("p1", Map.of("p1", first)))
          .mint(TokenType.SERVICE, TokenEnvironment.LIVE);

  @Test
  void givesBackWhatWasLockedForTheSameContextOnly() {
    Strongbox box = Strongbox.of("p1", Map.of("p1", first));
    byte[] locked = box.lock(minted, "context");
    MintedToken opened = box.unlock(locked, "context").orElseThrow();
    assertThat(opened.secret()).isEqualTo(minted.secret());
    assertThat(opened.lookup()).isEqualTo(minted.lookup());
    assertThat(box.unlock(locked, "other")).isEmpty();
    assertThat(box.unlock(new byte[3], "context")).isEmpty();
  }

  @Test
  void noBitCanBeChangedAndNothingShowsThrough() {
    Strongbox box = Strongbox.of("p1", Map.of("p1", first));
    byte[] locked = box.lock(minted, "context");
    for (int i = 0; i < locked.length; i++) {
      byte[] changed = locked.clone();
      changed[i] ^= 1;
      assertThat(box.unlock(changed, "context")).isEmpty();
    }
    assertThat(new String(locked, StandardCharsets.ISO_8859_1))
        .doesNotContain(minted.secret().reveal().substring(9, 20));
    assertThat(box.lock(minted, "context")).isNotEqualTo(locked);
  }

  @Test
  @Tag("STO-5")
  void aRotatedPepperStillOpensAndARetiredOneDoesNot() {
    byte[] locked = Strongbox.of("p1", Map.of("p1", first)).lock(minted, "context");
    Strongbox rotated = Strongbox.of("p2", Map.of("p1", first, "p2", second));
    assertThat(rotated.unlock(locked, "context")).isPresent();
    Strongbox retired = Strongbox.of("p2", Map.of("p2", second));
    assertThat(retired.unlock(locked, "context")).isEmpty();
  }

  private static byte[] random() {
    byte[] key = new byte[32];
    new SecureRandom().nextBytes(key);
    return key;
  }
}
