package io.doorward.usage.stream;

import java.time.Duration;

/**
 * How one topic is read.
 *
 * @param consumer the Kafka group, and the name under which offsets are kept
 * @param batchSize most records of one transaction
 * @param retryAtFirst pause after a first failure; doubles up to {@code retryAtMost}
 */
public record Subscription(
    String topic,
    String consumer,
    String bootstrapServers,
    int batchSize,
    Duration retryAtFirst,
    Duration retryAtMost) {}
