package io.doorward.stack.kafka;

import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the suite. The broker creates none by itself. */
public final class KafkaTopics {
  private static final short ONE_REPLICA = 1;

  private KafkaTopics() {}

  /** One partition where the order over all keys matters, more where consumers share the work. */
  public static List<NewTopic> all() {
    return List.of(
        topic("usage-events", 6),
        topic("token-events", 1),
        topic("security-events", 3),
        topic("token-activity", 3),
        topic("usage-events.dead", 1),
        topic("token-events.dead", 1),
        topic("security-events.dead", 1),
        topic("token-activity.dead", 1));
  }

  private static NewTopic topic(String name, int partitions) {
    return new NewTopic(name, partitions, ONE_REPLICA);
  }
}
