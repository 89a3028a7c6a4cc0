package io.doorward.gateway.extauthz;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;

/** Writes one message in protobuf's wire format. */
final class WireWriter {
  private static final int VARINT = 0;
  private static final int DELIMITED = 2;

  private final Buffer written = Buffer.buffer();

  WireWriter number(int field, long value) {
    tag(field, VARINT);
    varint(value);
    return this;
  }

  WireWriter text(int field, String value) {
    return delimited(field, Buffer.buffer(value.getBytes(StandardCharsets.UTF_8)));
  }

  WireWriter message(int field, WireWriter message) {
    return delimited(field, message.written);
  }

  private WireWriter delimited(int field, Buffer value) {
    tag(field, DELIMITED);
    varint(value.length());
    written.appendBuffer(value);
    return this;
  }

  private void tag(int field, int wireType) {
    varint((long) field << 3 | wireType);
  }

  private void varint(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      written.appendByte((byte) (rest & 0x7f | 0x80));
      rest >>>= 7;
    }
    written.appendByte((byte) rest);
  }

  Buffer written() {
    return written;
  }
}
