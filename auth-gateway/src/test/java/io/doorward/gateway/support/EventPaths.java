package io.doorward.gateway.support;

import io.doorward.contract.barrier.Barrier;
import io.doorward.contract.channel.RedisKeys;
import io.doorward.contract.channel.Topics;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.test.stack.RunningStack;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Plays token-service's relay: heartbeats and events down either path, each of which can be cut.
 * The epochs go on from test to test, as they do in life.
 */
public final class EventPaths implements AutoCloseable {
  private static final AtomicLong EPOCH = new AtomicLong(100);
  private static final long BEAT_MILLIS = 200;

  private final KafkaProducer<byte[], byte[]> kafka;
  private final ScheduledExecutorService heart =
      Executors.newScheduledThreadPool(2, StubTokenService::daemon);
  private volatile boolean redisBeats;
  private volatile boolean kafkaBeats;

  public EventPaths() {
    kafka =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", RunningStack.current().kafka().bootstrapServers()),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    heart.scheduleAtFixedRate(this::beatRedis, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
    heart.scheduleAtFixedRate(this::beatKafka, 0, BEAT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Which paths carry heartbeats from now on. */
  public EventPaths alive(boolean redis, boolean overKafka) {
    redisBeats = redis;
    kafkaBeats = overKafka;
    return this;
  }

  private void beatRedis() {
    if (redisBeats) {
      publishRedis(heartbeat());
    }
  }

  private void beatKafka() {
    if (kafkaBeats) {
      publishKafka(heartbeat());
    }
  }

  private static TokenEvent heartbeat() {
    return TokenEvent.heartbeat(
        UUID.randomUUID(),
        Clock.systemUTC().instant(),
        EPOCH.get(),
        GatewayStubs.tokenService().version());
  }

  /** A change that takes the next epoch. */
  public TokenEvent next(TokenEvent.Type type, TokenSnapshot snapshot) {
    return new TokenEvent(
        TokenEvent.SCHEMA,
        UUID.randomUUID(),
        type,
        Fixtures.CREATED,
        EPOCH.incrementAndGet(),
        snapshot,
        null);
  }

  /** A change of the barriers that takes the next epoch; token-service knows it from now on. */
  public TokenEvent next(Barrier... standing) {
    return TokenEvent.barriers(
        UUID.randomUUID(),
        Fixtures.CREATED,
        EPOCH.incrementAndGet(),
        GatewayStubs.tokenService().barriers(standing),
        null);
  }

  public void publishRedis(TokenEvent event) {
    try {
      redis("PUBLISH", RedisKeys.TOKEN_EVENTS, ContractJson.writeString(event));
    } catch (IOException e) {
      // Redis is gone, and with it this path
    }
  }

  public void publishKafka(TokenEvent event) {
    publishKafka(ContractJson.write(event));
  }

  public void publishKafka(byte[] event) {
    kafka.send(new ProducerRecord<>(Topics.TOKEN_EVENTS, 0, null, event));
    kafka.flush();
  }

  /** Writes the copy in Redis as token-service does. */
  public static void store(TokenSnapshot snapshot) throws IOException {
    redis(
        "HSET",
        RedisKeys.snapshot(snapshot.lookup()),
        "v",
        Long.toString(snapshot.version()),
        "s",
        ContractJson.writeString(snapshot));
  }

  /** One command over a connection of its own; the reply's first line. */
  public static String redis(String... command) throws IOException {
    int port = RunningStack.current().redis().port();
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      StringBuilder request = new StringBuilder("*" + command.length + "\r\n");
      for (String part : command) {
        int length = part.getBytes(StandardCharsets.UTF_8).length;
        request.append('$').append(length).append("\r\n").append(part).append("\r\n");
      }
      socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
      return firstLine(socket.getInputStream());
    }
  }

  private static String firstLine(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b >= 0 && b != '\r'; b = in.read()) {
      line.append((char) b);
    }
    return line.toString();
  }

  @Override
  public void close() {
    heart.shutdownNow();
    kafka.close();
  }
}
