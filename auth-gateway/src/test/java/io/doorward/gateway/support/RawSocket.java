package io.doorward.gateway.support;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;

/** Sends bytes exactly as given. */
public final class RawSocket implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;

  private final Socket socket;

  public RawSocket(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  public RawSocket send(String bytes) throws IOException {
    socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    return this;
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
