package io.doorward.gateway.usage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

/**
 * One file of the spool: records one after the other, each {@code length, CRC-32, key length, key,
 * value}. What a crash has cut off or torn at the end is recognised and left out.
 */
final class Segment {
  /** Length and checksum. */
  static final int HEADER_BYTES = 2 * Integer.BYTES;

  private static final int MAX_RECORD_BYTES = 1 << 20;

  private Segment() {}

  /** A record, and where the next one begins. */
  record Entry(Outgoing event, long next) {}

  static ByteBuffer encode(Outgoing event) {
    int length = Short.BYTES + event.key().length + event.value().length;
    ByteBuffer buffer = ByteBuffer.allocate(HEADER_BYTES + length);
    buffer.putInt(length).putInt(0);
    buffer.putShort((short) event.key().length).put(event.key()).put(event.value());
    buffer.putInt(Integer.BYTES, checksum(buffer.array(), length));
    return buffer.flip();
  }

  private static int checksum(byte[] record, int length) {
    CRC32 crc = new CRC32();
    crc.update(record, HEADER_BYTES, length);
    return (int) crc.getValue();
  }

  /** Reads at most so many whole records from a position on. Stops before a torn one. */
  static List<Entry> read(Path file, long from, int max) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long position = from;
      while (entries.size() < max) {
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
        if (!fill(channel, header, position)) {
          break;
        }
        int length = header.getInt(0);
        if (length < Short.BYTES || length > MAX_RECORD_BYTES) {
          break;
        }
        ByteBuffer record = ByteBuffer.allocate(HEADER_BYTES + length);
        if (!fill(channel, record, position)
            || checksum(record.array(), length) != header.getInt(Integer.BYTES)) {
          break;
        }
        position += HEADER_BYTES + length;
        entries.add(new Entry(decode(record), position));
      }
    }
    return entries;
  }

  private static boolean fill(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int read = channel.read(buffer, at);
      if (read < 0) {
        return false;
      }
      at += read;
    }
    return true;
  }

  private static Outgoing decode(ByteBuffer record) {
    record.position(HEADER_BYTES);
    byte[] key = new byte[record.getShort()];
    record.get(key);
    byte[] value = new byte[record.remaining()];
    record.get(value);
    return new Outgoing(key, value);
  }

  static long size(Path file) throws IOException {
    return Files.size(file);
  }
}
