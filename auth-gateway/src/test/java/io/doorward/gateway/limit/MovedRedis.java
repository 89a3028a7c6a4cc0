package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.stack.process.Ports;
import io.doorward.stack.redis.EmbeddedRedis;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisConnection;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The real Redis with the real script on a clock that the test moves: the line that reads the
 * server's clock is replaced, everything else is the script as it is shipped.
 */
final class MovedRedis implements AutoCloseable {
  private static final String CLOCK = "local t = redis.call('TIME')";
  private static final String MOVED_CLOCK =
      "local c = tonumber(ARGV[#ARGV]) local t = {math.floor(c / 1000000), c % 1000000}";

  private final EmbeddedRedis server;
  private final Vertx vertx = Vertx.vertx();
  private final RedisConnection connection;

  MovedRedis() {
    try {
      Path folder = Files.createTempDirectory("doorward-limits-");
      server =
          new EmbeddedRedis(
              folder.resolve("redis"),
              folder.resolve("run"),
              folder.resolve("redis.log"),
              Ports.free(1).get(0),
              EmbeddedRedis.Persistence.NONE);
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    connection = await(Redis.createClient(vertx, "redis://127.0.0.1:" + server.port()).connect());
  }

  /** The script, which takes the time from one more argument at its end, in microseconds. */
  static String script() {
    String script = RedisRings.load();
    assertThat(script).contains(CLOCK);
    return script.replace(CLOCK, MOVED_CLOCK);
  }

  /** Sends and waits for the reply; the future has completed. */
  Future<Response> send(Request request) {
    try {
      return Future.succeededFuture(await(connection.send(request)));
    } catch (java.util.concurrent.CompletionException e) {
      return Future.failedFuture(e.getCause());
    }
  }

  Response call(Command command, String... arguments) {
    Request request = Request.cmd(command);
    for (String argument : arguments) {
      request.arg(argument);
    }
    return await(connection.send(request));
  }

  void clear() {
    call(Command.FLUSHALL);
  }

  static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }

  @Override
  public void close() {
    await(vertx.close());
    server.stop();
  }
}
