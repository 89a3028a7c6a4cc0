package io.doorward.gateway.address;

import io.doorward.contract.decision.Origin;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * An IPv4 or IPv6 address. An IPv4 address written inside IPv6 ({@code ::ffff:192.0.2.1}) is the
 * IPv4 address.
 *
 * @param high the upper 64 bits of an IPv6 address; zero for IPv4
 * @param low the lower 64 bits, or the 32 bits of an IPv4 address
 */
public record IpAddress(boolean isV4, long high, long low) implements Origin {
  private static final long MAPPED_PREFIX = 0xffffL << 32;
  private static final long LOW_32_BITS = 0xffff_ffffL;

  /** Reads the written form without asking DNS. */
  public static Optional<IpAddress> parse(String text) {
    if (text.indexOf('%') >= 0 || text.indexOf('/') >= 0) {
      return Optional.empty();
    }
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    return bytes == null ? Optional.empty() : Optional.of(of(bytes));
  }

  static IpAddress of(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    if (bytes.length == Integer.BYTES) {
      return new IpAddress(true, 0, buffer.getInt() & LOW_32_BITS);
    }
    long high = buffer.getLong();
    long low = buffer.getLong();
    if (high == 0 && (low & ~LOW_32_BITS) == MAPPED_PREFIX) {
      return new IpAddress(true, 0, low & LOW_32_BITS);
    }
    return new IpAddress(false, high, low);
  }

  /** Whether it is this very machine: 127.0.0.0/8 or ::1. */
  public boolean isLoopback() {
    return isV4 ? low >>> 24 == 127 : high == 0 && low == 1;
  }

  @Override
  public boolean liesIn(String block) {
    Optional<CidrBlock> parsed = CidrBlock.parse(block);
    return parsed.isPresent() && parsed.get().contains(this);
  }

  /** Whom the address belongs to: whoever has one IPv6 address has all of its /64. */
  public String site() {
    return isV4 ? toString() : Long.toHexString(high) + "::/64";
  }

  int bits() {
    return isV4 ? Integer.SIZE : 2 * Long.SIZE;
  }

  /** The shortest written form (RFC 5952 for IPv6). */
  @Override
  public String toString() {
    byte[] bytes =
        isV4
            ? ByteBuffer.allocate(Integer.BYTES).putInt((int) low).array()
            : ByteBuffer.allocate(2 * Long.BYTES).putLong(high).putLong(low).array();
    try {
      return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("4 and 16 bytes are always an address", e);
    }
  }
}
