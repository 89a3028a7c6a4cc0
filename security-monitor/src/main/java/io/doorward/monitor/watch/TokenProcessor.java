package io.doorward.monitor.watch;

import io.doorward.contract.channel.Headers;
import io.doorward.contract.event.SecurityEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.monitor.detect.Finding;
import io.doorward.monitor.detect.Rules;
import io.doorward.monitor.detect.StateCodec;
import io.doorward.monitor.detect.TokenState;
import io.doorward.monitor.respond.Responses;
import io.doorward.monitor.respond.SigningKey;
import io.doorward.monitor.signal.Reading;
import io.doorward.monitor.signal.SignalReader;
import io.doorward.monitor.signal.UsageSignal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * One record of {@code usage-events}: read, judged with the token's state, and what was found sent
 * on signed. State and output are committed together with the input's offset.
 */
final class TokenProcessor implements Processor<byte[], byte[], byte[], byte[]> {
  private final SignalReader reader;
  private final Rules rules;
  private final Responses responses;
  private final SigningKey key;
  private final WatchMetrics metrics;

  private ProcessorContext<byte[], byte[]> context;
  private KeyValueStore<String, byte[]> states;

  @SuppressWarnings("NullAway.Init") // Kafka Streams calls init before anything else.
  TokenProcessor(
      SignalReader reader, Rules rules, Responses responses, SigningKey key, WatchMetrics metrics) {
    this.reader = reader;
    this.rules = rules;
    this.responses = responses;
    this.key = key;
    this.metrics = metrics;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> streams) {
    context = streams;
    states = streams.getStateStore(WatchTopology.STATES);
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    Instant now = Instant.ofEpochMilli(context.currentSystemTimeMs());
    Reading reading = reader.read(record.value(), now);
    if (reading instanceof Reading.Unreadable unreadable) {
      putAside(record, unreadable.reason());
    } else if (reading instanceof Reading.Signal watched) {
      judge(watched.signal(), record.timestamp());
    } else {
      metrics.notWatched();
    }
  }

  private void judge(UsageSignal signal, long timestamp) {
    String token = signal.tokenId().toString();
    byte[] known = states.get(token);
    TokenState before = known == null ? TokenState.unknown() : StateCodec.read(known);
    if (rules.judge(before, signal) instanceof Rules.Outcome.Judged judged) {
      states.put(token, StateCodec.write(judged.state()));
      metrics.judged();
      for (Finding finding : judged.findings()) {
        send(responses.to(finding, signal.tokenId(), signal.organizationId()), timestamp);
      }
    } else {
      metrics.repeated();
    }
  }

  private void send(SecurityEvent event, long timestamp) {
    byte[] value = ContractJson.write(event);
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.SIGNATURE, key.sign(value).getBytes(StandardCharsets.US_ASCII));
    context.forward(
        new Record<>(bytes(event.tokenId()), value, timestamp, headers), WatchTopology.DETECTIONS);
    metrics.detected(event);
  }

  private void putAside(Record<byte[], byte[]> record, String reason) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.DEAD_LETTER_REASON, reason.getBytes(StandardCharsets.UTF_8));
    context
        .recordMetadata()
        .ifPresent(
            from ->
                headers.add(
                    Headers.DEAD_LETTER_ORIGIN,
                    (from.topic() + "/" + from.partition() + "/" + from.offset())
                        .getBytes(StandardCharsets.UTF_8)));
    context.forward(
        new Record<>(record.key(), record.value(), record.timestamp(), headers),
        WatchTopology.DEAD_LETTERS);
    metrics.putAside();
  }

  private static byte[] bytes(UUID id) {
    return id.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
