package io.doorward.gateway.extauthz;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Reads one message in protobuf's wire format, field by field. What the reader of a message does
 * not know it passes over by not asking for it.
 */
final class WireReader {
  private static final int VARINT = 0;
  private static final int FIXED64 = 1;
  private static final int DELIMITED = 2;
  private static final int FIXED32 = 5;
  private static final int LONGEST_VARINT = 10;

  private final byte[] bytes;
  private final int end;
  private int at;
  private int wireType;
  private int valueAt;
  private int valueEnd;

  /** It is no such message. */
  static final class Unreadable extends Exception {
    private static final long serialVersionUID = 1L;

    Unreadable(String message) {
      super(message);
    }
  }

  WireReader(byte[] bytes) {
    this(bytes, 0, bytes.length);
  }

  private WireReader(byte[] bytes, int begin, int end) {
    this.bytes = bytes;
    this.at = begin;
    this.end = end;
  }

  /** Goes to the next field; its number, or 0 at the end. */
  int next() throws Unreadable {
    if (at == end) {
      return 0;
    }
    long tag = varint();
    int number = (int) (tag >>> 3);
    if (number <= 0 || tag >>> 3 > Integer.MAX_VALUE) {
      throw new Unreadable("a field without a number");
    }
    wireType = (int) (tag & 7);
    valueAt = at;
    switch (wireType) {
      case VARINT -> varint();
      case FIXED64 -> skip(Long.BYTES);
      case FIXED32 -> skip(Integer.BYTES);
      case DELIMITED -> {
        long length = varint();
        valueAt = at;
        skip(length);
      }
      default -> throw new Unreadable("a wire type that is not used");
    }
    valueEnd = at;
    return number;
  }

  private void skip(long length) throws Unreadable {
    if (length < 0 || length > end - at) {
      throw new Unreadable("a field that is longer than its message");
    }
    at += (int) length;
  }

  private long varint() throws Unreadable {
    long value = 0;
    for (int i = 0; i < LONGEST_VARINT; i++) {
      if (at == end) {
        throw new Unreadable("a number that breaks off");
      }
      byte octet = bytes[at++];
      value |= (long) (octet & 0x7f) << (7 * i);
      if (octet >= 0) {
        return value;
      }
    }
    throw new Unreadable("a number that does not end");
  }

  /** The field as a message. */
  WireReader message() throws Unreadable {
    requireDelimited();
    return new WireReader(bytes, valueAt, valueEnd);
  }

  /** The field as text. */
  String text() throws Unreadable {
    return text(StandardCharsets.UTF_8);
  }

  /** The field as octets, one character each. */
  String octets() throws Unreadable {
    return text(StandardCharsets.ISO_8859_1);
  }

  private String text(Charset charset) throws Unreadable {
    requireDelimited();
    return new String(bytes, valueAt, valueEnd - valueAt, charset);
  }

  private void requireDelimited() throws Unreadable {
    if (wireType != DELIMITED) {
      throw new Unreadable("a field of another type");
    }
  }
}
