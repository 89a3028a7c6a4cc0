package io.doorward.gateway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SessionKeysTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private SessionKeys keysAt(int port) {
    SessionConfig config =
        new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(SessionConfig.class)
            .withDefaultValue("doorward.identity.session.issuer", "https://id.example.test")
            .withDefaultValue(
                "doorward.identity.session.jwks", "http://127.0.0.1:" + port + "/jwks")
            .build()
            .getConfigMapping(SessionConfig.class);
    return new SessionKeys(vertx, config, System::nanoTime);
  }

  private static <T> T get(CompletableFuture<T> future) throws Exception {
    return future.get(30, TimeUnit.SECONDS);
  }

  @Test
  void whoeverWaitsForAFetchGoesOnOnTheLoopItWaitedOn() throws Exception {
    Promise<Void> all = Promise.promise();
    int port = serve(all);
    SessionKeys keys = keysAt(port);
    List<CompletableFuture<Boolean>> stayed = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Context loop = ((io.vertx.core.impl.VertxInternal) vertx).createEventLoopContext();
      CompletableFuture<Boolean> same = new CompletableFuture<>();
      CompletableFuture<Void> asked = new CompletableFuture<>();
      loop.runOnContext(
          nothing -> {
            Thread own = Thread.currentThread();
            keys.find("unknown", "RS256")
                .onComplete(key -> same.complete(own == Thread.currentThread()));
            asked.complete(null);
          });
      get(asked);
      stayed.add(same);
    }
    all.complete();
    for (CompletableFuture<Boolean> same : stayed) {
      assertThat(get(same)).isTrue();
    }
  }

  @Test
  void aKeySetThatNeverEndsDoesNotHoldUpTheNextFetch() throws Exception {
    int port =
        get(vertx
                .createHttpServer()
                .requestHandler(
                    request ->
                        request.response().putHeader("Content-Length", "100").write("{\"keys\""))
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture())
            .actualPort();
    assertThat(get(keysAt(port).find("unknown", "RS256").toCompletionStage().toCompletableFuture()))
        .isEmpty();
  }

  private int serve(Promise<Void> release) throws Exception {
    return get(vertx
            .createHttpServer()
            .requestHandler(
                request ->
                    release.future().onSuccess(go -> request.response().end("{\"keys\":[]}")))
            .listen(0, "127.0.0.1")
            .toCompletionStage()
            .toCompletableFuture())
        .actualPort();
  }
}
