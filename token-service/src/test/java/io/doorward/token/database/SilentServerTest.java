package io.doorward.token.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.kit.problem.ProblemException;
import io.vertx.mutiny.core.Vertx;
import io.vertx.pgclient.PgConnectOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A server that takes connections and then says nothing, as a stopped or cut-off one does. */
@Tag("RES-1")
class SilentServerTest {
  private static final int PATIENCE_MILLIS = 60_000;

  private final Vertx vertx = Vertx.vertx();
  private ServerSocket server;
  private Database database;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, /* backlog */ 10, InetAddress.getLoopbackAddress());
    PgConnectOptions there =
        new PgConnectOptions()
            .setHost("127.0.0.1")
            .setPort(server.getLocalPort())
            .setDatabase("doorward")
            .setUser("tokens_app");
    BoundedPool.silenceEnds(there);
    DatabaseConfig config = new Impatient();
    BoundedPool bounds =
        new BoundedPool(config) {
          @Override
          PgConnectOptions server() {
            return new PgConnectOptions(there);
          }
        };
    database = new Database(vertx, null, bounds, config);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    vertx.closeAndAwait();
  }

  @Test
  void aConnectionThatIsGivenUpDoesNotStayOpen() throws IOException {
    assertThatThrownBy(() -> database.dedicated().await().indefinitely())
        .isInstanceOf(ProblemException.class);
    try (Socket accepted = server.accept()) {
      accepted.setSoTimeout(PATIENCE_MILLIS);
      // Ends with the connection; fails when the client holds it beyond the patience.
      assertThat(accepted.getInputStream().readAllBytes()).isNotEmpty();
    }
  }

  private static final class Impatient implements DatabaseConfig {
    @Override
    public Duration timeout() {
      return Duration.ofSeconds(2);
    }

    @Override
    public Duration bulkTimeout() {
      return timeout();
    }

    @Override
    public Duration connectTimeout() {
      return Duration.ofSeconds(2);
    }
  }
}
