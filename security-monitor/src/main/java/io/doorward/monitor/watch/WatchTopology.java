package io.doorward.monitor.watch;

import io.doorward.contract.channel.Topics;
import io.doorward.monitor.detect.DetectConfig;
import io.doorward.monitor.detect.Rules;
import io.doorward.monitor.respond.ResponseConfig;
import io.doorward.monitor.respond.Responses;
import io.doorward.monitor.respond.SigningKey;
import io.doorward.monitor.signal.SignalReader;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.Stores;

/**
 * The stream.
 *
 * <pre>
 *   usage-events ──► watch ──► security-events (signed)
 *     (by token)       │  └──► usage-events.dead
 *                      └ states: one record a token, change-logged
 * </pre>
 */
@ApplicationScoped
public class WatchTopology {
  static final String STATES = "states";
  static final String DETECTIONS = "detections";
  static final String DEAD_LETTERS = "dead-letters";

  private static final String SOURCE = "usage";
  private static final String WATCH = "watch";

  @Produces
  @Singleton
  Topology topology(
      DetectConfig detect, ResponseConfig respond, SigningKey key, MeterRegistry registry) {
    SignalReader reader =
        new SignalReader(detect.futureTolerance(), detect.retiredUse().rotatedAt());
    Rules rules = new Rules(detect);
    Responses responses = new Responses(respond);
    WatchMetrics metrics = new WatchMetrics(registry);
    return of(() -> new TokenProcessor(reader, rules, responses, key, metrics));
  }

  static Topology of(ProcessorSupplier<byte[], byte[], byte[], byte[]> watch) {
    ByteArraySerializer serializer = new ByteArraySerializer();
    ByteArrayDeserializer deserializer = new ByteArrayDeserializer();
    return new Topology()
        .addSource(
            AutoOffsetReset.earliest(), SOURCE, deserializer, deserializer, Topics.USAGE_EVENTS)
        .addProcessor(WATCH, watch, SOURCE)
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(STATES), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of()),
            WATCH)
        .addSink(DETECTIONS, Topics.SECURITY_EVENTS, serializer, serializer, WATCH)
        .addSink(
            DEAD_LETTERS, Topics.deadLettersOf(Topics.USAGE_EVENTS), serializer, serializer, WATCH);
  }
}
