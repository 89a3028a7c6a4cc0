package io.doorward.stack.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.stack.process.Ports;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stack")
class EmbeddedRedisIT {
  @TempDir Path folder;

  @Test
  void withAnAppendOnlyFileKeysOutliveARestart() throws IOException {
    try (EmbeddedRedis redis = redis(EmbeddedRedis.Persistence.APPEND_ONLY)) {
      redis.start();
      assertThat(ask(redis, "SET kept yes")).isEqualTo("+OK");
      redis.restart();
      assertThat(ask(redis, "EXISTS kept")).isEqualTo(":1");
    }
  }

  @Test
  void withoutPersistenceACrashLeavesNothingAndThePortStays() throws IOException {
    try (EmbeddedRedis redis = redis(EmbeddedRedis.Persistence.NONE)) {
      redis.start();
      ask(redis, "SET gone yes");
      redis.kill();
      assertThat(redis.running()).isFalse();
      assertThat(Ports.isFree(redis.port())).isTrue();
      redis.start();
      assertThat(ask(redis, "EXISTS gone")).isEqualTo(":0");
    }
  }

  private EmbeddedRedis redis(EmbeddedRedis.Persistence persistence) {
    return new EmbeddedRedis(
        folder.resolve("redis"),
        folder.resolve("run"),
        folder.resolve("logs/redis.log"),
        Ports.free(1).get(0),
        persistence);
  }

  private static String ask(EmbeddedRedis redis, String command) throws IOException {
    try (Socket socket = new Socket(Ports.loopback(0).getAddress(), redis.port())) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
      StringBuilder line = new StringBuilder();
      for (int c = socket.getInputStream().read(); c != '\r' && c >= 0; ) {
        line.append((char) c);
        c = socket.getInputStream().read();
      }
      return line.toString();
    }
  }
}
