package io.doorward.bench.tokens;

import io.doorward.bench.stack.ScratchStack;
import io.doorward.stack.process.InParallel;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.StateFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** The packaged token service with its servers. */
final class BenchStack implements AutoCloseable {
  /** More than one person creates while it runs. */
  private static final String ENOUGH = "1000";

  private final ScratchStack scratch;

  private BenchStack(ScratchStack scratch) {
    this.scratch = scratch;
  }

  static BenchStack start(Path project) throws IOException {
    ScratchStack scratch =
        ScratchStack.prepare(
            project,
            1,
            options ->
                options
                    // As a deployment would run it: the launcher's own options save start-up time.
                    .withJvmOptions(List.of("-XX:TieredStopAtLevel=4", "-Xmx512m"))
                    // What is measured is the time it takes, not whether it is given up on a busy
                    // machine.
                    .withSetting("token-service", "doorward.database.timeout", "20s")
                    .withSetting("token-service", "doorward.policy.creations-per-hour", ENOUGH)
                    .withSetting("token-service", "doorward.policy.max-tokens-per-user", ENOUGH));
    DoorwardStack parts = scratch.parts();
    try {
      InParallel.run(
          List.of(
              parts.postgres()::start,
              parts.redis()::start,
              parts.kafka()::start,
              parts.identity()::start));
      parts.tokenService().start();
      return new BenchStack(scratch);
    } catch (RuntimeException e) {
      scratch.close();
      throw e;
    }
  }

  String baseUrl() {
    return parts().addresses().tokenService();
  }

  DoorwardStack parts() {
    return scratch.parts();
  }

  Path postgresLog() {
    return new StateFolder(scratch.folder()).log("postgres");
  }

  /** A connection without a bound on the time that a statement takes. */
  Connection database(String role) throws SQLException {
    return scratch.database(role);
  }

  @Override
  public void close() {
    scratch.close();
  }
}
