package io.doorward.gateway.support;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** HTTP/1.1 read byte by byte, so that nothing repairs what is tested. */
final class Wire {
  private Wire() {}

  /** The head without its empty line; empty at the end of the stream. */
  static String readHead(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (true) {
      int b = in.read();
      if (b < 0) {
        return "";
      }
      head.write(b);
      String text = head.toString(StandardCharsets.ISO_8859_1);
      if (text.endsWith("\r\n\r\n")) {
        return text.substring(0, text.length() - 4);
      }
    }
  }

  static byte[] readBody(String head, InputStream in) throws IOException {
    String lower = head.toLowerCase(Locale.ROOT);
    if (lower.contains("\r\ntransfer-encoding: chunked")) {
      return readChunks(in);
    }
    int at = lower.indexOf("\r\ncontent-length:");
    if (at < 0) {
      return new byte[0];
    }
    int end = lower.indexOf("\r\n", at + 2);
    String length =
        lower.substring(at + "\r\ncontent-length:".length(), end < 0 ? lower.length() : end);
    return in.readNBytes(Integer.parseInt(length.strip()));
  }

  private static byte[] readChunks(InputStream in) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      int size = Integer.parseInt(readLine(in), 16);
      body.write(in.readNBytes(size));
      readLine(in);
      if (size == 0) {
        return body.toByteArray();
      }
    }
  }

  private static String readLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    while (true) {
      int b = in.read();
      if (b < 0) {
        throw new EOFException();
      }
      if (b == '\n') {
        return line.toString().strip();
      }
      line.append((char) b);
    }
  }
}
