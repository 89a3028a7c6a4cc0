package io.doorward.gateway.support;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An upstream at the level of bytes: it notes the very head of each request, reads the body by its
 * framing, and answers 200 with the head as the body, or as the path asks.
 */
public final class StubUpstream {
  private final ServerSocket server;
  private final Queue<Received> received = new ConcurrentLinkedQueue<>();
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  private final Map<String, Conversation> conversations = new ConcurrentHashMap<>();
  private final Set<String> cutOff = ConcurrentHashMap.newKeySet();
  private final AtomicInteger open = new AtomicInteger();

  /**
   * A request as it arrived.
   *
   * @param head request line and header lines, without the empty line
   */
  public record Received(String head, String body) {
    public String path() {
      return head.split(" ", 3)[1];
    }

    /** All values of a header, by its exact name in any case. */
    public List<String> header(String name) {
      List<String> values = new ArrayList<>();
      for (String line : head.split("\r\n", -1)) {
        int colon = line.indexOf(':');
        if (colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)) {
          values.add(line.substring(colon + 1).strip());
        }
      }
      return values;
    }
  }

  /** Everything on a connection from the end of a request's head on; then it is closed. */
  public interface Conversation {
    void go(String head, InputStream in, OutputStream out) throws IOException, InterruptedException;
  }

  StubUpstream() {
    try {
      server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    StubTokenService.daemon(this::accept).start();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        StubTokenService.daemon(() -> serve(socket)).start();
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    open.incrementAndGet();
    try (socket) {
      InputStream in = socket.getInputStream();
      OutputStream out = socket.getOutputStream();
      while (true) {
        String head = Wire.readHead(in);
        if (head.isEmpty()) {
          return;
        }
        Conversation conversation = conversations.get(new Received(head, "").path());
        if (conversation != null) {
          received.add(new Received(head, ""));
          conversation.go(head, in, out);
          return;
        }
        Received request =
            new Received(head, new String(Wire.readBody(head, in), StandardCharsets.ISO_8859_1));
        received.add(request);
        String scripted = answers.get(request.path());
        if (scripted == null) {
          byte[] body = head.getBytes(StandardCharsets.ISO_8859_1);
          out.write(
              ("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: "
                      + body.length
                      + "\r\n\r\n")
                  .getBytes(StandardCharsets.ISO_8859_1));
          out.write(body);
        } else if (scripted.isEmpty()) {
          return;
        } else if (!scripted.equals(SILENCE)) {
          out.write(scripted.getBytes(StandardCharsets.ISO_8859_1));
        }
        out.flush();
        if (cutOff.contains(request.path())) {
          return;
        }
      }
    } catch (IOException e) {
      // the gateway closed the connection
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.decrementAndGet();
    }
  }

  /** As an answer: none, ever. */
  public static final String SILENCE = "silence";

  /** Answers a path with these bytes; with nothing it closes the connection. */
  public void answer(String path, String bytes) {
    answers.put(path, bytes);
  }

  /** Hands the connection over after a request's head for this path. */
  public void converse(String path, Conversation conversation) {
    conversations.put(path, conversation);
  }

  /** Answers a path with these bytes and closes the connection. */
  public void answerAndClose(String path, String bytes) {
    cutOff.add(path);
    answers.put(path, bytes);
  }

  /** Connections that are open now. */
  public int open() {
    return open.get();
  }

  /** The requests whose path begins so. */
  public List<Received> received(String pathPrefix) {
    return received.stream().filter(one -> one.path().startsWith(pathPrefix)).toList();
  }

  public int count() {
    return received.size();
  }

  /** {@code host:port}, as the gateway names it. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  String url() {
    return "http://127.0.0.1:" + server.getLocalPort();
  }

  void stop() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
