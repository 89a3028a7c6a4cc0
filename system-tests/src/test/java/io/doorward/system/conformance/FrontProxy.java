package io.doorward.system.conformance;

import static org.awaitility.Awaitility.await;

import io.doorward.stack.process.Ports;
import io.doorward.system.suite.Suite;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A real proxy in front of the demo upstream, with the configuration from {@code docs/ingress} but
 * for addresses and ports.
 */
final class FrontProxy implements AutoCloseable {
  private static final Path DOCS = Suite.PROJECT.resolve("docs/ingress");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Process process;
  private final int port;

  private FrontProxy(ProcessBuilder command, Path folder, int port) throws IOException {
    this.port = port;
    Path log = folder.resolve("output.log");
    process = command.redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await().atMost(PATIENCE).until(() -> listens(port, log));
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private boolean listens(int at, Path log) throws IOException {
    if (!process.isAlive()) {
      throw new AssertionError(Files.readString(log));
    }
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), at)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** The program, if it is installed. Debian keeps nginx where only root looks. */
  static Optional<Path> find(String program) {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator)),
            Stream.of("/usr/sbin", "/usr/local/sbin"))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  static FrontProxy nginx(Path program, int gateway, int upstream) throws IOException {
    int port = Ports.free(1).get(0);
    Path folder = Files.createDirectories(Path.of("target/nginx").toAbsolutePath());
    String site =
        Files.readString(DOCS.resolve("nginx.conf"))
            .replace("doorward-gateway:8070", "127.0.0.1:" + gateway)
            .replace("api.internal:8080", "127.0.0.1:" + upstream)
            .replace("listen 8080;", "listen 127.0.0.1:" + port + ";");
    Files.writeString(folder.resolve("site.conf"), site);
    Files.writeString(
        folder.resolve("nginx.conf"),
        """
        daemon off;
        worker_processes 1;
        master_process off;
        pid nginx.pid;
        error_log stderr warn;
        events {}
        http {
          access_log off;
          client_body_temp_path body;
          proxy_temp_path proxy;
          fastcgi_temp_path fastcgi;
          uwsgi_temp_path uwsgi;
          scgi_temp_path scgi;
          include site.conf;
        }
        """);
    return new FrontProxy(
        new ProcessBuilder(
            List.of(
                program.toString(),
                "-p",
                folder.toString(),
                "-e",
                "stderr",
                "-c",
                folder.resolve("nginx.conf").toString())),
        folder,
        port);
  }

  static FrontProxy caddy(Path program, int gateway, int upstream) throws IOException {
    int port = Ports.free(1).get(0);
    Path folder = Files.createDirectories(Path.of("target/caddy").toAbsolutePath());
    String site =
        Files.readString(DOCS.resolve("Caddyfile"))
            .replace("doorward-gateway:8070", "127.0.0.1:" + gateway)
            .replace("api.internal:8080", "127.0.0.1:" + upstream)
            .replace("\n:8080 {", "\nhttp://:" + port + " {\n\tbind 127.0.0.1");
    Path file = folder.resolve("Caddyfile");
    Files.writeString(file, "{\n\tadmin off\n\tauto_https off\n}\n" + site);
    ProcessBuilder command =
        new ProcessBuilder(
            program.toString(), "run", "--adapter", "caddyfile", "--config", file.toString());
    for (String variable : List.of("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME")) {
      command.environment().put(variable, folder.toString());
    }
    return new FrontProxy(command, folder, port);
  }

  String address() {
    return "http://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
  }
}
