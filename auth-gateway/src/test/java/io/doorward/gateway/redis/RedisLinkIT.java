package io.doorward.gateway.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.gateway.support.GatewayStubs;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("RLM-6")
class RedisLinkIT {
  @Inject RedisLink link;

  private CompletableFuture<Response> ping(Context loop) {
    return send(loop, Request.cmd(Command.PING));
  }

  private CompletableFuture<Response> send(Context loop, Request request) {
    Promise<Response> reply = Promise.promise();
    loop.runOnContext(nothing -> link.send(request).onComplete(reply));
    return reply.future().toCompletionStage().toCompletableFuture();
  }

  private long redisProcess(Context loop) {
    String info = send(loop, Request.cmd(Command.INFO).arg("server")).join().toString();
    Matcher id = Pattern.compile("process_id:(\\d+)").matcher(info);
    assertThat(id.find()).isTrue();
    return Long.parseLong(id.group(1));
  }

  @Test
  void aRedisThatStopsAnsweringFailsCallsAndIsTakenUpAgain() throws IOException {
    Context loop = link.background().toCompletionStage().toCompletableFuture().join();
    await().until(() -> answers(loop));
    long pid = redisProcess(loop);
    signal(pid, "STOP");
    try {
      assertThat(failure(ping(loop))).isInstanceOf(RedisUnavailable.class);
      assertThat(failure(ping(loop))).isInstanceOf(RedisUnavailable.class);
    } finally {
      signal(pid, "CONT");
    }
    await().atMost(Duration.ofSeconds(10)).until(() -> answers(loop));
  }

  private boolean answers(Context loop) {
    return ping(loop).handle((reply, failure) -> failure == null).join();
  }

  private static Throwable failure(CompletableFuture<Response> reply) {
    try {
      reply.join();
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  private static void signal(long pid, String signal) throws IOException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(pid)).start().onExit().join();
  }

  @Test
  void twoTasksOfOneLoopShareAConnection() {
    Context loop = link.background().toCompletionStage().toCompletableFuture().join();
    await().until(() -> answers(loop));
    long before = clients(loop);
    Promise<Void> again = Promise.promise();
    loop.runOnContext(nothing -> link.open().onComplete(again));
    again.future().toCompletionStage().toCompletableFuture().join();
    assertThat(clients(loop)).isEqualTo(before);
  }

  private long clients(Context loop) {
    String list = send(loop, Request.cmd(Command.CLIENT).arg("LIST")).join().toString();
    return list.lines().count();
  }
}
