package io.doorward.token.lifecycle.issue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,                192.0.2.7/32",
    "192.0.2.7/24,             192.0.2.0/24",
    "255.255.255.255/1,        128.0.0.0/1",
    "10.1.2.3/0,               0.0.0.0/0",
    "2001:DB8:0:0:0:0:0:1,     2001:db8::1/128",
    "2001:db8:ffff::1/33,      2001:db8:8000::/33",
    "::1/0,                    ::/0"
  })
  void isWrittenCanonically(String written, String canonical) {
    assertThat(Cidr.parse(written).orElseThrow()).hasToString(canonical);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "/8",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/08",
        "10.0.0.0/8/8",
        "10.0.0",
        "010.0.0.1",
        "10.0.0.256",
        " 10.0.0.1",
        "2001:db8::/129",
        "fe80::1%eth0",
        "[::1]",
        "::ffff:10.0.0.1",
        "localhost",
        "example.com"
      })
  void anythingElseIsRefused(String written) {
    assertThat(Cidr.parse(written)).isEmpty();
  }

  @Property
  void aBlockCoversExactlyTheBlocksInsideIt(
      @ForAll int address, @ForAll int other, @ForAll @IntRange(max = 32) int bits) {
    Cidr block = Cidr.parse(text(address) + "/" + bits).orElseThrow();
    Cidr single = Cidr.parse(text(other)).orElseThrow();
    long mask = bits == 0 ? 0 : 0xffffffffL << (32 - bits);
    boolean inside = (address & mask) == (other & mask);
    assertThat(block.covers(single)).isEqualTo(inside);
    assertThat(single.covers(block)).isEqualTo(bits == 32 && inside);
    assertThat(Cidr.parse(block.toString())).contains(block);
  }

  @Test
  void theFamiliesDoNotCoverEachOther() {
    Cidr four = Cidr.parse("0.0.0.0/0").orElseThrow();
    Cidr six = Cidr.parse("::/0").orElseThrow();
    assertThat(four.covers(six)).isFalse();
    assertThat(six.covers(four)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "0.0.0.0/0, false",
    "::/0, false",
    "0.0.0.0/1 128.0.0.0/1, false",
    "0.0.0.0/1 128.0.0.0/2 192.0.0.0/2 10.0.0.0/8, false",
    "10.0.0.0/8 ::/1 8000::/1, false",
    "0.0.0.0/1, true",
    "0.0.0.0/1 10.0.0.0/8 0.0.0.0/2 64.0.0.0/2, true",
    "0.0.0.0/1 8000::/1, true",
    "10.1.2.3 2001:db8::/32, true",
  })
  void aListConfinesUnlessAllOfAFamilyIsIn(String blocks, boolean confines) {
    List<Cidr> list =
        Arrays.stream(blocks.split(" ")).map(block -> Cidr.parse(block).orElseThrow()).toList();
    assertThat(Cidr.confine(list)).isEqualTo(confines);
    assertThat(Cidr.confine(List.of())).isFalse();
  }

  private static String text(int address) {
    return (address >>> 24)
        + "."
        + (address >>> 16 & 255)
        + "."
        + (address >>> 8 & 255)
        + "."
        + (address & 255);
  }
}
