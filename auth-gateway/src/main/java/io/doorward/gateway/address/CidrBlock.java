package io.doorward.gateway.address;

import java.util.Optional;

/**
 * A block of addresses in CIDR notation (RFC 4632, RFC 4291). A single address is a block of one.
 *
 * @param prefix how many leading bits are fixed
 */
public record CidrBlock(IpAddress network, int prefix) {

  /** Reads {@code 10.0.0.0/8}, {@code 2001:db8::/32} or a single address. */
  public static Optional<CidrBlock> parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    return IpAddress.parse(address)
        .flatMap(
            network ->
                slash < 0
                    ? Optional.of(new CidrBlock(network, network.bits()))
                    : prefix(text.substring(slash + 1), network.bits())
                        .map(prefix -> new CidrBlock(network, prefix)));
  }

  private static Optional<Integer> prefix(String text, int max) {
    if (text.isEmpty() || text.length() > 3 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return Optional.empty();
    }
    int prefix = Integer.parseInt(text);
    return prefix <= max ? Optional.of(prefix) : Optional.empty();
  }

  /** Whether the address lies in the block. An IPv4 address never lies in an IPv6 block. */
  public boolean contains(IpAddress address) {
    if (address.isV4() != network.isV4()) {
      return false;
    }
    if (network.isV4()) {
      return sameLeadingBits(address.low() << Integer.SIZE, network.low() << Integer.SIZE, prefix);
    }
    return sameLeadingBits(address.high(), network.high(), Math.min(prefix, Long.SIZE))
        && sameLeadingBits(address.low(), network.low(), Math.max(prefix - Long.SIZE, 0));
  }

  private static boolean sameLeadingBits(long one, long other, int bits) {
    return bits == 0 || (one ^ other) >>> (Long.SIZE - bits) == 0;
  }

  @Override
  public String toString() {
    return network + "/" + prefix;
  }
}
