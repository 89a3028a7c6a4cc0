package io.doorward.stack.kafka;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * The broker's own process: {@code BrokerMain <directory> <port> <controller port>}. It formats the
 * directory at its first start, creates the topics that are missing, and then writes the file
 * {@code ready} into the directory. SIGTERM ends it in order.
 */
final class BrokerMain {
  static final String DATA = "data";
  static final String READY = "ready";

  private BrokerMain() {}

  public static void main(String[] arguments)
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    Path directory = Path.of(arguments[0]);
    int port = Integer.parseInt(arguments[1]);
    BrokerSettings settings =
        new BrokerSettings(directory.resolve(DATA), port, Integer.parseInt(arguments[2]));
    format(settings.dataDirectory());
    KafkaRaftServer server =
        new KafkaRaftServer(new KafkaConfig(settings.properties()), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
    server.startup();
    createTopics(port);
    Files.writeString(directory.resolve(READY), "");
    server.awaitShutdown();
  }

  private static void format(Path data) throws IOException {
    Files.createDirectories(data);
    if (Files.exists(data.resolve("meta.properties"))) {
      return;
    }
    try {
      new Formatter()
          .setNodeId(BrokerSettings.NODE_ID)
          .setClusterId(Uuid.randomUuid().toString())
          .setControllerListenerName(BrokerSettings.CONTROLLER)
          .setMetadataLogDirectory(data.toString())
          .setDirectories(Set.of(data.toString()))
          .setIgnoreFormatted(true)
          .setPrintStream(
              new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
          .run();
    } catch (Exception e) {
      throw new IOException("Kafka could not format " + data, e);
    }
  }

  private static void createTopics(int port)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) ("127.0.0.1:" + port)))) {
      Set<String> existing = admin.listTopics().names().get(30, TimeUnit.SECONDS);
      admin
          .createTopics(
              KafkaTopics.all().stream().filter(t -> !existing.contains(t.name())).toList())
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }
}
