package io.doorward.gateway.support;

import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.GatewayReport;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.test.stack.RunningStack;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Plays token-service's ear: the gateways' reports on both ways, from now on. */
public final class ReportsHeard implements AutoCloseable {
  private final List<GatewayReport> redis = new CopyOnWriteArrayList<>();
  private final List<GatewayReport> kafka = new CopyOnWriteArrayList<>();
  private final Vertx vertx = Vertx.vertx();
  private final Thread thread = new Thread(this::consume, "reports-heard");
  private volatile boolean closed;

  public ReportsHeard() {
    listenToRedisAgain();
    thread.start();
  }

  /** After Redis was gone. */
  public void listenToRedisAgain() {
    String address = "redis://127.0.0.1:" + RunningStack.current().redis().port();
    Redis.createClient(vertx, address)
        .connect()
        .compose(
            connection -> {
              connection.handler(
                  message -> {
                    if (message.size() == 3 && message.get(0).toString().equals("message")) {
                      redis.add(read(message.get(2).toBytes()));
                    }
                  });
              return connection.send(Request.cmd(Command.SUBSCRIBE).arg(RedisKeys.GATEWAY_REPORTS));
            })
        .toCompletionStage()
        .toCompletableFuture()
        .join();
  }

  private void consume() {
    TopicPartition partition = new TopicPartition(Topics.GATEWAY_REPORTS, 0);
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      consumer.assign(List.of(partition));
      consumer.seekToEnd(List.of(partition));
      while (!closed) {
        consumer.poll(Duration.ofMillis(50)).forEach(record -> kafka.add(read(record.value())));
      }
    }
  }

  private static GatewayReport read(byte[] json) {
    try {
      return ContractJson.read(json, GatewayReport.class);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException(e);
    }
  }

  public List<GatewayReport> redis() {
    return redis;
  }

  public List<GatewayReport> kafka() {
    return kafka;
  }

  @Override
  public void close() {
    closed = true;
    vertx.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
