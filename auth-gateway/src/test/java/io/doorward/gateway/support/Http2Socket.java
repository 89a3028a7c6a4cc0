package io.doorward.gateway.support;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.DefaultHttp2HeadersEncoder;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/** HTTP/2 frame by frame, in clear with prior knowledge, well-formed or not. */
public final class Http2Socket implements AutoCloseable {
  public static final int DATA = 0;
  public static final int HEADERS = 1;
  public static final int PRIORITY = 2;
  public static final int RST_STREAM = 3;
  public static final int SETTINGS = 4;
  public static final int PING = 6;
  public static final int GOAWAY = 7;
  public static final int WINDOW_UPDATE = 8;
  public static final int CONTINUATION = 9;
  public static final int END_STREAM = 1;
  public static final int ACK = 1;
  public static final int END_HEADERS = 4;

  private static final int PRIORITY_FIELDS = 0x20;

  public static final int CANCEL = 8;
  public static final int ENHANCE_YOUR_CALM = 11;

  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;
  private final DefaultHttp2HeadersEncoder encoder =
      new DefaultHttp2HeadersEncoder((name, value) -> false);
  private final DefaultHttp2HeadersDecoder decoder = new DefaultHttp2HeadersDecoder(false);

  /** A frame as it came. */
  public record Frame(
      int type, int flags, int stream, byte[] payload, Optional<Http2Headers> headers) {
    public boolean ends() {
      return (type == DATA || type == HEADERS) && (flags & END_STREAM) != 0;
    }

    /** The code of RST_STREAM or GOAWAY. */
    public int code() {
      return ByteBuffer.wrap(payload).getInt(type == GOAWAY ? 4 : 0);
    }

    /** The last stream of GOAWAY. */
    public int lastStream() {
      return ByteBuffer.wrap(payload).getInt(0);
    }
  }

  /** A complete answer. */
  public record Answer(Http2Headers headers, String body) {
    public String status() {
      return headers.status().toString();
    }
  }

  public Http2Socket(int port) throws IOException {
    this(port, 65_535);
  }

  /** With another window for what streams send. */
  public Http2Socket(int port, int window) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    raw("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(window).array());
  }

  public Http2Socket raw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  public static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  public Http2Socket send(int type, int flags, int stream, byte[] payload) throws IOException {
    return raw(frame(type, flags, stream, payload));
  }

  /** The head of a request, to be sent on. */
  public static Http2Headers head(String method, String path) {
    return new DefaultHttp2Headers(false).method(method).scheme("http").authority("a").path(path);
  }

  public byte[] encode(Http2Headers headers) {
    ByteBuf block = Unpooled.buffer();
    try {
      encoder.encodeHeaders(1, headers, block);
    } catch (Http2Exception e) {
      throw new IllegalStateException(e);
    }
    byte[] bytes = new byte[block.readableBytes()];
    block.readBytes(bytes);
    return bytes;
  }

  /** A whole head in one frame. */
  public Http2Socket request(int stream, Http2Headers headers, boolean end) throws IOException {
    return send(HEADERS, END_HEADERS | (end ? END_STREAM : 0), stream, encode(headers));
  }

  /** The next frame; {@code null} at the end of the connection. */
  public Frame next() throws IOException {
    try {
      InputStream in = socket.getInputStream();
      byte[] head = in.readNBytes(9);
      if (head.length < 9) {
        return null;
      }
      int length = (head[0] & 0xff) << 16 | (head[1] & 0xff) << 8 | head[2] & 0xff;
      byte[] payload = in.readNBytes(length);
      int stream = ByteBuffer.wrap(head).getInt(5) & 0x7fff_ffff;
      return new Frame(
          head[3],
          head[4],
          stream,
          payload,
          head[3] == HEADERS ? Optional.of(decode(head[4], payload)) : Optional.empty());
    } catch (SocketException e) {
      return null;
    }
  }

  /** The first frame that fits; what comes before it is dropped. Null if none came. */
  public Frame first(Predicate<Frame> wanted) throws IOException {
    for (Frame frame = next(); frame != null; frame = next()) {
      if (wanted.test(frame)) {
        return frame;
      }
    }
    return null;
  }

  /** Every block has to be read: later ones refer to it. */
  private Http2Headers decode(int flags, byte[] payload) throws IOException {
    try {
      int priority = (flags & PRIORITY_FIELDS) == 0 ? 0 : 5;
      return decoder.decodeHeaders(1, Unpooled.wrappedBuffer(payload).skipBytes(priority));
    } catch (Http2Exception e) {
      throw new IOException(e);
    }
  }

  /** The answer on a stream, complete. */
  public Answer answer(int stream) throws IOException {
    Http2Headers headers = null;
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      Frame frame = next();
      if (frame == null || frame.type() == GOAWAY) {
        throw new EOFException("no answer on stream " + stream + ": " + frame);
      }
      if (frame.stream() != stream) {
        continue;
      }
      headers = frame.headers().orElse(headers);
      if (frame.type() == RST_STREAM) {
        throw new EOFException("stream " + stream + " was reset: " + frame.code());
      }
      if (frame.type() == DATA) {
        body.write(frame.payload());
      }
      if (frame.ends()) {
        return new Answer(headers, body.toString(StandardCharsets.ISO_8859_1));
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
