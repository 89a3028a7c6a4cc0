package io.doorward.token.propagation;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.GatewayReport;
import io.doorward.contract.json.ContractJson;
import io.doorward.test.stack.RunningStack;
import io.quarkus.redis.datasource.ReactiveRedisDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Speaks as one gateway does, on the way that is asked for. */
final class Voice {
  private static final long STALE_MILLIS = 60_000;

  private final ReactiveRedisDataSource redis;
  private final Clock clock = Clock.systemUTC();
  private final Instant startedAt = clock.instant();
  private final String name = "gateway-" + UUID.randomUUID();
  private long sequence;

  Voice(ReactiveRedisDataSource redis) {
    this.redis = redis;
  }

  String name() {
    return name;
  }

  private GatewayReport report(long epoch, boolean leaving) {
    return new GatewayReport(
        1, name, startedAt, ++sequence, clock.instant(), epoch, true, leaving, STALE_MILLIS);
  }

  void overRedis(long epoch) {
    publish(report(epoch, false));
  }

  void leave() {
    publish(report(0, true));
  }

  private void publish(GatewayReport report) {
    execute("PUBLISH", RedisKeys.GATEWAY_REPORTS, ContractJson.writeString(report));
  }

  /** Leaves its entry as one that was heard before the service listened. */
  void keptInRedis(long epoch) {
    String until = Long.toString(clock.millis() + STALE_MILLIS);
    String json = ContractJson.writeString(report(epoch, false));
    execute("SET", RedisKeys.gateway(name), json, "PX", Long.toString(STALE_MILLIS));
    execute("ZADD", RedisKeys.GATEWAYS, until, name);
  }

  private void execute(String command, String... arguments) {
    redis.execute(command, arguments).await().atMost(Duration.ofSeconds(5));
  }

  void overKafka(long epoch) {
    try (KafkaProducer<String, byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new StringSerializer(),
            new ByteArraySerializer())) {
      producer.send(
          new ProducerRecord<>(
              Topics.GATEWAY_REPORTS, name, ContractJson.write(report(epoch, false))));
    }
  }
}
