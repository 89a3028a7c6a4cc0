package io.doorward.token.support;

import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.TokenActivity;
import io.doorward.contract.json.ContractJson;
import io.doorward.test.stack.RunningStack;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Uses of tokens as usage-analytics tells of them. */
public final class Uses implements AutoCloseable {
  private final KafkaProducer<String, byte[]> producer =
      new KafkaProducer<>(
          Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
          new StringSerializer(),
          new ByteArraySerializer());

  public void accepted(String token, String organization, Instant at) {
    send(token, organization, use(at), null);
  }

  public void refused(String token, String organization, Instant at) {
    send(token, organization, null, use(at));
  }

  public static TokenActivity.Use use(Instant at) {
    return new TokenActivity.Use(at, "192.0.2.44", "deployer/2.1");
  }

  private void send(
      String token,
      String organization,
      TokenActivity.@Nullable Use accepted,
      TokenActivity.@Nullable Use refused) {
    TokenActivity activity =
        new TokenActivity(
            TokenActivity.SCHEMA,
            UUID.fromString(token),
            UUID.fromString(organization),
            accepted,
            refused);
    raw(token, ContractJson.write(activity));
  }

  public void raw(String key, byte[] value) {
    try {
      producer.send(new ProducerRecord<>(Topics.TOKEN_ACTIVITY, key, value)).get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    producer.close();
  }
}
