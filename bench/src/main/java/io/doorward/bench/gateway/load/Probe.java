package io.doorward.bench.gateway.load;

import io.doorward.stack.process.Ports;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One connection that asks for one thing again and again, as cheaply as can be, and looks at each
 * answer's head. For one thread.
 */
public final class Probe implements Closeable {
  private static final int BOUND_MILLIS = (int) Duration.ofSeconds(10).toMillis();
  private static final int LONGEST_HEAD = 16_384;

  private final int port;
  private final byte[] request;
  private Map<String, String> head = Map.of();
  private @Nullable Socket socket;
  private @Nullable InputStream in;

  /** Connects when it asks first. */
  public Probe(int port, String credential) {
    this.port = port;
    this.request =
        ("GET /v1/items/1?x=1 HTTP/1.1\r\nHost: api.example.test\r\nX-API-Key: "
                + credential
                + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
  }

  /** Asks once more; the status of the answer. */
  public int ask() throws IOException {
    InputStream answer = connected();
    Socket to = socket;
    if (to != null) {
      to.getOutputStream().write(request);
    }
    int status = readHead(answer);
    long length = Long.parseLong(head.getOrDefault("content-length", "-1"));
    if (length < 0) {
      throw new IOException("an answer without Content-Length is not expected here");
    }
    answer.skipNBytes(length);
    if (head.getOrDefault("connection", "").equalsIgnoreCase("close")) {
      close();
    }
    return status;
  }

  /** A field of the last answer, by its name in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(head.get(name));
  }

  private InputStream connected() throws IOException {
    InputStream present = in;
    if (present == null) {
      Socket fresh = new Socket();
      fresh.setTcpNoDelay(true);
      fresh.setSoTimeout(BOUND_MILLIS);
      fresh.connect(Ports.loopback(port), BOUND_MILLIS);
      present = new BufferedInputStream(fresh.getInputStream());
      socket = fresh;
      in = present;
    }
    return present;
  }

  private int readHead(InputStream answer) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("\r\n\r\n", Math.max(0, text.length() - 4)) < 0) {
      int next = answer.read();
      if (next < 0 || text.length() > LONGEST_HEAD) {
        throw new EOFException("the answer broke off in its head");
      }
      text.append((char) next);
    }
    String[] lines = text.toString().split("\r\n");
    Map<String, String> fields = new LinkedHashMap<>();
    for (int i = 1; i < lines.length; i++) {
      String[] field = lines[i].split(":", 2);
      fields.put(field[0].toLowerCase(Locale.ROOT), field[field.length - 1].strip());
    }
    head = fields;
    return Integer.parseInt(lines[0].split(" ", 3)[1]);
  }

  @Override
  public void close() throws IOException {
    Socket open = socket;
    socket = null;
    in = null;
    if (open != null) {
      open.close();
    }
  }
}
