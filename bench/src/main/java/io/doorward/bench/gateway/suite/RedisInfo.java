package io.doorward.bench.gateway.suite;

import io.doorward.stack.StackException;
import io.doorward.stack.process.Ports;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a Redis tells of itself (its command INFO) at one moment. */
public final class RedisInfo {
  private static final int BOUND_MILLIS = 5_000;
  private static final double MICROS = 1e6;

  /** Every form in which a script can be called. */
  private static final List<String> SCRIPT_CALLS =
      List.of("eval", "evalsha", "eval_ro", "evalsha_ro", "fcall", "fcall_ro");

  private final Map<String, String> lines;

  private RedisInfo(Map<String, String> lines) {
    this.lines = lines;
  }

  /** Asks the one on that port of 127.0.0.1. */
  public static RedisInfo of(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(Ports.loopback(port), BOUND_MILLIS);
      socket.setSoTimeout(BOUND_MILLIS);
      socket.getOutputStream().write("INFO all\r\n".getBytes(StandardCharsets.US_ASCII));
      InputStream in = new BufferedInputStream(socket.getInputStream());
      StringBuilder length = new StringBuilder();
      for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
        length.append((char) next);
      }
      // RESP's bulk string: $<length> CR LF <bytes>.
      int size = Integer.parseInt(length.substring(1).strip());
      return parse(new String(in.readNBytes(size), StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException e) {
      throw new StackException("Redis on port " + port + " does not tell of itself.", e);
    }
  }

  static RedisInfo parse(String text) {
    Map<String, String> lines = new HashMap<>();
    text.lines()
        .map(line -> line.split(":", 2))
        .filter(parts -> parts.length == 2)
        .forEach(parts -> lines.put(parts[0], parts[1].strip()));
    return new RedisInfo(lines);
  }

  /** User and system time so far. */
  public double cpuMicros() {
    return MICROS * (number("used_cpu_user") + number("used_cpu_sys"));
  }

  /** Scripts called so far; what they call themselves is not counted. */
  public long scriptCalls() {
    return SCRIPT_CALLS.stream().mapToLong(this::calls).sum();
  }

  private long calls(String command) {
    String line = lines.getOrDefault("cmdstat_" + command, "calls=0,");
    return Long.parseLong(line.substring("calls=".length(), line.indexOf(',')));
  }

  private double number(String name) {
    return Double.parseDouble(lines.getOrDefault(name, "0"));
  }
}
