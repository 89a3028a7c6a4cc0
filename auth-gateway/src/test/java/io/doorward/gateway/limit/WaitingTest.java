package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G5")
class WaitingTest {
  private static final Future<LimitOutcome> ANSWER =
      Future.succeededFuture(new LimitOutcome.Unlimited());

  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void itIsAnsweredOnItsOwnLoopWhoeverBringsTheAnswer() throws Exception {
    CompletableFuture<Waiting> waiting = new CompletableFuture<>();
    CompletableFuture<Context> answeredOn = new CompletableFuture<>();
    Context own = vertx.getOrCreateContext();
    own.runOnContext(
        nothing -> {
          Waiting request = new Waiting(1);
          request.future().onComplete(any -> answeredOn.complete(Vertx.currentContext()));
          waiting.complete(request);
        });
    Waiting request = waiting.get(10, TimeUnit.SECONDS);
    request.tell(ANSWER);
    assertThat(answeredOn.get(10, TimeUnit.SECONDS)).isSameAs(own);
  }

  @Test
  void whoeverIsOnNoLoopIsAnsweredAtOnce() {
    Waiting request = new Waiting(1);
    request.tell(ANSWER);
    assertThat(request.future().succeeded()).isTrue();
  }
}
