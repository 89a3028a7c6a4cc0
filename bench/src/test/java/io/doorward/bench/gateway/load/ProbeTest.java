package io.doorward.bench.gateway.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class ProbeTest {
  private final ConcurrentLinkedQueue<Integer> connections = new ConcurrentLinkedQueue<>();

  @Test
  void readsOneAnswerAfterTheOtherAndConnectsAnewAfterTheLast() throws Exception {
    List<String> answers =
        List.of(
            "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nRateLimit: \"minute\";r=9;t=1\r\n\r\nbody",
            "HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}",
            "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getByName("127.0.0.1"));
        Probe probe = new Probe(server.getLocalPort(), "a-key")) {
      Thread serving = new Thread(() -> serve(server, answers));
      serving.start();

      assertThat(probe.ask()).isEqualTo(200);
      assertThat(probe.header("ratelimit")).contains("\"minute\";r=9;t=1");
      assertThat(probe.ask()).isEqualTo(401);
      assertThat(probe.header("ratelimit")).isEmpty();
      assertThat(probe.ask()).isEqualTo(200);

      serving.join();
      assertThat(connections).containsExactly(2, 1);
    }
  }

  /** Answers in turn; a connection ends after the answer that says so. */
  private void serve(ServerSocket server, List<String> answers) {
    try {
      int next = 0;
      while (next < answers.size()) {
        try (Socket client = server.accept()) {
          int served = 0;
          boolean open = true;
          while (open && next < answers.size()) {
            StringBuilder request = new StringBuilder();
            while (request.indexOf("\r\n\r\n") < 0) {
              request.append((char) client.getInputStream().read());
            }
            String answer = answers.get(next++);
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
            served++;
            open = !answer.contains("Connection: close");
          }
          connections.add(served);
        }
      }
    } catch (IOException e) {
      connections.add(-1);
    }
  }
}
