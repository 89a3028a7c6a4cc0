package io.doorward.gateway.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** Sends bytes exactly as given. */
public final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 20_000;

  private final Socket socket;

  public RawSocket(int port) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  public RawSocket(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  public RawSocket send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
  }

  /** The next WebSocket frame. */
  public WebSockets.Frame frame() throws IOException {
    return WebSockets.read(socket.getInputStream());
  }

  /** One byte; -1 at the end. */
  public int read() throws IOException {
    return socket.getInputStream().read();
  }

  public byte[] read(int count) throws IOException {
    return socket.getInputStream().readNBytes(count);
  }

  public RawSocket send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** Whether the other side has closed the connection or broken it off; waits for it. */
  public boolean isClosed() throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // what was sent before the end does not matter
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** Whether the connection ends with a reset and not in order. */
  public boolean isReset() throws IOException {
    try {
      while (socket.getInputStream().read() >= 0) {
        // what was sent before the end does not matter
      }
      return false;
    } catch (SocketException e) {
      return true;
    }
  }

  /** One answer: its head and body. Empty if the connection was closed instead. */
  public String answer() throws IOException {
    InputStream in = socket.getInputStream();
    try {
      String head = Wire.readHead(in);
      return head.isEmpty()
          ? ""
          : head + "\r\n\r\n" + new String(Wire.readBody(head, in), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "";
    }
  }

  /** Bytes up to and with this text. */
  public String upTo(String text) throws IOException {
    StringBuilder read = new StringBuilder();
    while (read.indexOf(text) < 0) {
      int b = socket.getInputStream().read();
      if (b < 0) {
        throw new IOException("closed after: " + read);
      }
      read.append((char) b);
    }
    return read.toString();
  }

  /** Everything until the other side closes. */
  public String untilClosed() throws IOException {
    try {
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "";
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
