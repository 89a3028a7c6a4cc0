package io.doorward.stack.kafka;

import io.doorward.contract.channel.Topics;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;

/** The topics of the suite as this one broker can hold them. It creates none by itself. */
final class KafkaTopics {
  private static final short ONE_REPLICA = 1;

  private KafkaTopics() {}

  static List<NewTopic> all() {
    return Topics.all().stream()
        .map(topic -> new NewTopic(topic.name(), topic.partitions(), ONE_REPLICA))
        .toList();
  }
}
