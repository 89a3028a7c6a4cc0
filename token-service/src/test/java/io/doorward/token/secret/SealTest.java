package io.doorward.token.secret;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.Size;

@Tag("TEN-2")
class SealTest {
  private final byte[] first = bytes((byte) 1);
  private final byte[] second = bytes((byte) 2);
  private final Seal seal = Seal.of("p1", Map.of("p1", first));

  @Property
  void opensWhatItSealedForThePurposeAlone(@ForAll @Size(max = 100) byte[] value) {
    String sealed = seal.seal("list", value);
    assertThat(seal.open("list", sealed)).hasValueSatisfying(v -> assertThat(v).isEqualTo(value));
    assertThat(seal.open("other", sealed)).isEmpty();
    assertThat(Seal.of("p2", Map.of("p2", second)).open("list", sealed)).isEmpty();
  }

  @Property
  void nothingElseOpens(@ForAll String text) {
    assertThat(seal.open("list", text)).isEmpty();
  }

  @Property(tries = 20)
  void olderKeysStillOpenAndTheCurrentOneSeals(@ForAll @Size(max = 100) byte[] value) {
    Map<String, byte[]> both = new LinkedHashMap<>();
    both.put("p1", first);
    both.put("p2", second);
    Seal rotated = Seal.of("p2", both);
    assertThat(rotated.open("list", seal.seal("list", value))).isPresent();
    assertThat(Seal.of("p2", Map.of("p2", second)).open("list", rotated.seal("list", value)))
        .isPresent();
  }

  private static byte[] bytes(byte value) {
    byte[] bytes = new byte[32];
    Arrays.fill(bytes, value);
    return bytes;
  }
}
