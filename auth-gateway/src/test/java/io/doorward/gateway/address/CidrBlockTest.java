package io.doorward.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("GWY-4")
class CidrBlockTest {

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.255.255, true",
    "10.0.0.0/8, 11.0.0.0, false",
    "0.0.0.0/0, 255.255.255.255, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.8, false",
    "192.0.2.0/31, 192.0.2.1, true",
    "2001:db8::/32, 2001:db8:ffff::1, true",
    "2001:db8::/32, 2001:db9::1, false",
    "2001:db8::8000:0:0:0/65, 2001:db8::8000:0:0:1, true",
    "2001:db8::8000:0:0:0/65, 2001:db8::7fff:0:0:1, false",
    "::/0, 2001:db8::1, true",
    "::/0, 10.0.0.1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true"
  })
  void containsWhatSharesTheLeadingBits(String block, String address, boolean inside) {
    assertThat(
            CidrBlock.parse(block).orElseThrow().contains(IpAddress.parse(address).orElseThrow()))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "/",
        "10.0.0.0/",
        "10.0.0.0/33",
        "10.0.0.0/-1",
        "10.0.0.0/8/8",
        "::/129",
        "host/8",
        "10.0.0/8",
        "10.0.0.0/0x8",
        "fe80::1%eth0",
        "10.0.0.256"
      })
  void whatIsNoBlockIsNotRead(String text) {
    assertThat(CidrBlock.parse(text)).isEmpty();
  }

  @Test
  void addressesAreWrittenShortest() {
    assertThat(IpAddress.parse("2001:0db8:0:0:0:0:0:1").orElseThrow()).hasToString("2001:db8::1");
    assertThat(IpAddress.parse("::ffff:192.0.2.1").orElseThrow()).hasToString("192.0.2.1");
  }

  @Property
  void agreesWithArithmeticOnWholeNumbers(
      @ForAll @Size(16) byte[] network,
      @ForAll @Size(16) byte[] address,
      @ForAll @IntRange(max = 128) int prefix,
      @ForAll @IntRange(max = 128) int shared) {
    // 0x20 in front keeps them real IPv6 addresses; some leading bits agree on purpose.
    network[0] = 0x20;
    address[0] = 0x20;
    for (int bit = 8; bit < shared; bit++) {
      int mask = 0x80 >>> bit % 8;
      address[bit / 8] = (byte) ((address[bit / 8] & ~mask) | (network[bit / 8] & mask));
    }
    BigInteger one = new BigInteger(1, network).shiftRight(128 - prefix);
    BigInteger other = new BigInteger(1, address).shiftRight(128 - prefix);
    assertThat(new CidrBlock(IpAddress.of(network), prefix).contains(IpAddress.of(address)))
        .isEqualTo(one.equals(other));
  }
}
