package io.doorward.stack.kafka;

import java.nio.file.Path;
import java.util.Properties;

/** The configuration of the one node, broker and controller in one. */
record BrokerSettings(Path dataDirectory, int port, int controllerPort) {
  static final String CONTROLLER = "CONTROLLER";
  static final int NODE_ID = 1;

  Properties properties() {
    Properties p = new Properties();
    p.setProperty("process.roles", "broker,controller");
    p.setProperty("node.id", Integer.toString(NODE_ID));
    p.setProperty("controller.quorum.voters", NODE_ID + "@127.0.0.1:" + controllerPort);
    p.setProperty(
        "listeners",
        "PLAINTEXT://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort);
    p.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
    p.setProperty("controller.listener.names", CONTROLLER);
    p.setProperty(
        "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    p.setProperty("inter.broker.listener.name", "PLAINTEXT");
    p.setProperty("log.dirs", dataDirectory.toString());
    p.setProperty("auto.create.topics.enable", "false");
    for (String internal :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      p.setProperty(internal + ".replication.factor", "1");
      p.setProperty(internal + ".num.partitions", "4");
    }
    p.setProperty("transaction.state.log.min.isr", "1");
    p.setProperty("share.coordinator.state.topic.min.isr", "1");
    // Consumers of a test or of a laptop should not wait three seconds for company.
    p.setProperty("group.initial.rebalance.delay.ms", "0");
    // Sized for a laptop: the default for the cleaner alone is 128 MiB of heap.
    p.setProperty("log.cleaner.dedupe.buffer.size", "2097152");
    p.setProperty("log.index.size.max.bytes", "1048576");
    p.setProperty("log.segment.bytes", "33554432");
    p.setProperty("num.network.threads", "2");
    p.setProperty("num.io.threads", "2");
    p.setProperty("background.threads", "2");
    // A killed broker's registration blocks its successor until it runs out (default 9 s).
    p.setProperty("broker.session.timeout.ms", "1500");
    p.setProperty("broker.heartbeat.interval.ms", "400");
    return p;
  }
}
