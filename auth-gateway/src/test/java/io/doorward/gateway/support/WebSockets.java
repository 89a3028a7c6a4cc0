package io.doorward.gateway.support;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Both ends of a WebSocket at the level of bytes (RFC 6455). */
public final class WebSockets {
  public static final int TEXT = 0x81;
  public static final int CLOSE = 0x88;

  /** The key of the RFC's own example, section 1.3. */
  public static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";

  public static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

  private WebSockets() {}

  /** One frame. The payload is what it means, unmasked. */
  public record Frame(int head, byte[] payload) {
    public String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** The code of a close frame. */
    public int code() {
      return ByteBuffer.wrap(payload).getShort();
    }
  }

  /** A client's request, with more header lines if need be. */
  public static String opening(String path, String more) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: a\r\nConnection: keep-alive, Upgrade\r\nUpgrade: websocket\r\n"
        + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
        + KEY
        + "\r\n"
        + more
        + "\r\n";
  }

  /** An upstream's agreement. */
  public static byte[] agreement(String head, String more) {
    String key = head.replaceAll("(?s).*(?i)sec-websocket-key: *([^\r]*).*", "$1");
    return ("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n"
            + more
            + "\r\n")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String accept(String key) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(
                  (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                      .getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public static byte[] frame(int head, byte[] payload, boolean masked) {
    byte[] mask = {1, 2, 3, 4};
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14).put((byte) head);
    int bit = masked ? 0x80 : 0;
    if (payload.length < 126) {
      frame.put((byte) (bit | payload.length));
    } else if (payload.length < 65_536) {
      frame.put((byte) (bit | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (bit | 127)).putLong(payload.length);
    }
    if (masked) {
      frame.put(mask);
    }
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (masked ? payload[i] ^ mask[i % 4] : payload[i]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  public static byte[] text(String text, boolean masked) {
    return frame(TEXT, text.getBytes(StandardCharsets.UTF_8), masked);
  }

  public static byte[] close(int code, boolean masked) {
    return frame(CLOSE, new byte[] {(byte) (code >> 8), (byte) code}, masked);
  }

  public static Frame read(InputStream in) throws IOException {
    int head = in.read();
    int second = in.read();
    if (head < 0 || second < 0) {
      throw new EOFException();
    }
    long length = second & 0x7f;
    if (length == 126) {
      length = ByteBuffer.wrap(in.readNBytes(2)).getShort() & 0xffff;
    } else if (length == 127) {
      length = ByteBuffer.wrap(in.readNBytes(8)).getLong();
    }
    byte[] mask = (second & 0x80) != 0 ? in.readNBytes(4) : new byte[4];
    byte[] payload = in.readNBytes((int) length);
    if (payload.length < length) {
      throw new EOFException();
    }
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return new Frame(head, payload);
  }

  /** An upstream that says everything back, a close too, and ends then. */
  public static void echo(String head, InputStream in, OutputStream out) throws IOException {
    out.write(agreement(head, ""));
    out.flush();
    while (true) {
      Frame frame = read(in);
      out.write(frame(frame.head(), frame.payload(), false));
      out.flush();
      if (frame.head() == CLOSE) {
        return;
      }
    }
  }
}
