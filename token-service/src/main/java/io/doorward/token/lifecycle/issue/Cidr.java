package io.doorward.token.lifecycle.issue;

import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A block of IP addresses (RFC 4632, RFC 4291). Written canonically: host bits cleared, IPv6 in its
 * shortest form (RFC 5952). Nothing is ever looked up by name.
 *
 * @param bits length of the prefix
 */
public record Cidr(String network, int bits) {
  private static final int IPV4_BITS = 32;
  private static final int IPV6_BITS = 128;
  private static final Pattern OCTAL = Pattern.compile("\\b0[0-9]");

  /** Reads an address or a block; empty if it is neither. */
  public static Optional<Cidr> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    if (!plainIpV4(address) && !plainIpV6(address)) {
      return Optional.empty();
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    if (bytes == null) {
      return Optional.empty();
    }
    int most = bytes.length * Byte.SIZE;
    int bits = slash < 0 ? most : prefixLength(text.substring(slash + 1), most);
    return bits < 0 ? Optional.empty() : Optional.of(of(bytes, bits));
  }

  /** No leading zeros: to some software they mean octal. */
  private static boolean plainIpV4(String address) {
    return NetUtil.isValidIpV4Address(address) && !OCTAL.matcher(address).find();
  }

  /**
   * No zone, which means something on one host only, and no IPv4 inside, which means two things.
   */
  private static boolean plainIpV6(String address) {
    return address.indexOf('%') < 0
        && address.indexOf('.') < 0
        && address.indexOf('[') < 0
        && NetUtil.isValidIpV6Address(address);
  }

  private static int prefixLength(String digits, int most) {
    if (!digits.matches("0|[1-9][0-9]{0,2}")) {
      return -1;
    }
    int bits = Integer.parseInt(digits);
    return bits <= most ? bits : -1;
  }

  private static Cidr of(byte[] address, int bits) {
    return new Cidr(NetUtil.bytesToIpAddress(masked(address, bits)), bits);
  }

  private static byte[] masked(byte[] address, int bits) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.max(0, Math.min(Byte.SIZE, bits - i * Byte.SIZE));
      masked[i] &= (byte) (0xff << (Byte.SIZE - kept));
    }
    return masked;
  }

  /**
   * Whether the blocks keep anybody out. They do not if every IPv4 address is in one of them, or
   * every IPv6 address; nor if there are none.
   */
  public static boolean confine(List<Cidr> blocks) {
    return !blocks.isEmpty() && !whole(blocks, IPV4_BITS) && !whole(blocks, IPV6_BITS);
  }

  private static boolean whole(List<Cidr> blocks, int width) {
    List<Cidr> family = blocks.stream().filter(b -> b.width() == width).distinct().toList();
    // Blocks never overlap but one within the other: what is in none other counts once.
    return fill(family, width)
        && fill(
            family.stream()
                .filter(b -> family.stream().noneMatch(o -> !o.equals(b) && o.covers(b)))
                .toList(),
            width);
  }

  private static boolean fill(List<Cidr> blocks, int width) {
    BigInteger addresses =
        blocks.stream()
            .map(block -> BigInteger.ONE.shiftLeft(width - block.bits))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return addresses.compareTo(BigInteger.ONE.shiftLeft(width)) >= 0;
  }

  private int width() {
    return network.indexOf(':') < 0 ? IPV4_BITS : IPV6_BITS;
  }

  /** Whether every address of the other block is in this one. */
  public boolean covers(Cidr other) {
    byte[] mine = NetUtil.createByteArrayFromIpAddressString(network);
    byte[] theirs = NetUtil.createByteArrayFromIpAddressString(other.network);
    return mine != null
        && theirs != null
        && mine.length == theirs.length
        && other.bits >= bits
        && of(theirs, bits).network.equals(network);
  }

  @Override
  public String toString() {
    return network + "/" + bits;
  }
}
