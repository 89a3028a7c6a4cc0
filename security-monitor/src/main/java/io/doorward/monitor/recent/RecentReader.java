package io.doorward.monitor.recent;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.monitor.respond.SigningKey;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Takes records of {@code security-events} and {@code token-events} in. What cannot be read, or was
 * not signed by this service, is passed over: this is a view, and its owner is elsewhere.
 */
final class RecentReader {
  private final Detections detections;
  private final SigningKey key;

  RecentReader(Detections detections, SigningKey key) {
    this.detections = detections;
    this.key = key;
  }

  void take(ConsumerRecord<byte[], byte[]> record) {
    byte[] value = record.value();
    if (value == null) {
      return;
    }
    try {
      if (record.topic().equals(Topics.SECURITY_EVENTS)) {
        Header signature = record.headers().lastHeader(Headers.SIGNATURE);
        if (signature != null
            && key.isOwn(value, new String(signature.value(), StandardCharsets.US_ASCII))) {
          detections.add(ContractJson.read(value, SecurityEvent.class));
        }
      } else {
        TokenSnapshot snapshot = ContractJson.read(value, TokenEvent.class).snapshot();
        if (snapshot != null) {
          detections.named(snapshot.organization(), snapshot.organizationId());
        }
      }
    } catch (UnreadableRecord | RuntimeException e) {
      // Whoever consumes these topics to act on them puts such a record aside, with the reason.
    }
  }
}
