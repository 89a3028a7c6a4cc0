package io.doorward.stack.postgres;

import io.doorward.stack.StackException;
import io.doorward.stack.process.ChildProcess;
import io.doorward.stack.process.LogFile;
import io.doorward.stack.process.ServerProcess;
import io.doorward.stack.process.Waiting;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** PostgreSQL on 127.0.0.1 with the database {@code doorward}; TCP only, SCRAM passwords. */
public final class EmbeddedPostgres extends ServerProcess {
  private static final Duration START_BOUND = Duration.ofSeconds(60);
  private static final Duration STOP_BOUND = Duration.ofSeconds(15);

  private final Path dataDirectory;
  private final Path pidFile;
  private final LogFile log;
  private final DatabasePasswords passwords;

  /**
   * @param dataDirectory created at the first start, kept between starts
   * @param runDirectory where the pid file is put
   */
  public EmbeddedPostgres(
      Path dataDirectory, Path runDirectory, Path log, int port, DatabasePasswords passwords) {
    super("postgres", port, STOP_BOUND);
    this.dataDirectory = dataDirectory.toAbsolutePath();
    this.pidFile = runDirectory.toAbsolutePath().resolve("postgres.pid");
    this.log = new LogFile(log.toAbsolutePath());
    this.passwords = passwords;
  }

  @Override
  public synchronized void start() {
    if (running()) {
      return;
    }
    PostgresBinaries binaries = PostgresBinaries.unpacked();
    String superuserPassword = passwords.of(PostgresCluster.SUPERUSER);
    new PostgresCluster(binaries, dataDirectory, log).createIfMissing(superuserPassword);
    try {
      launchUntilReady(binaries);
      DatabaseSetup setup = new DatabaseSetup(passwords);
      try (Connection maintenance = connect("postgres", PostgresCluster.SUPERUSER)) {
        setup.createDatabase(maintenance);
      }
      try (Connection doorward = connect("doorward", PostgresCluster.SUPERUSER)) {
        setup.createSchemas(doorward);
      }
    } catch (SQLException e) {
      stop();
      throw new StackException("PostgreSQL refused its set-up: " + e.getMessage() + ".", e);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  /**
   * After a kill the old server's children may hold its shared memory for a moment, and the new one
   * then ends at once: it is tried again within the bound.
   */
  private void launchUntilReady(PostgresBinaries binaries) {
    boolean ready =
        Waiting.until(
            START_BOUND,
            () -> {
              ChildProcess current = process;
              if (current == null) {
                process = launch(binaries);
                return false;
              }
              if (!current.alive()) {
                failUnlessStillHeld();
                process = null;
                return false;
              }
              return acceptsConnections();
            });
    if (!ready) {
      throw new StackException(
          "PostgreSQL was not ready within 60 s: " + log.lastWords() + PostgresCluster.rootHint());
    }
  }

  private void failUnlessStillHeld() {
    boolean held =
        log.tail(6).stream()
            .anyMatch(
                l -> l.contains("pre-existing shared memory") || l.contains("postmaster.pid"));
    if (!held) {
      throw new StackException(
          "PostgreSQL ended while it started: " + log.lastWords() + PostgresCluster.rootHint());
    }
  }

  private ChildProcess launch(PostgresBinaries binaries) {
    return ChildProcess.start(
        new ChildProcess.Launch(
            name(),
            PostgresCluster.asOrdinaryUser(
                List.of(
                    binaries.program("postgres"),
                    "-D",
                    dataDirectory.toString(),
                    "-p",
                    Integer.toString(port()),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    // A killed process loses nothing by it; only a crash of the machine would.
                    "-c",
                    "fsync=off",
                    "-c",
                    "shared_buffers=64MB",
                    "-c",
                    "max_connections=80")),
            () -> Map.of("LC_ALL", "C", "TZ", "UTC"),
            dataDirectory,
            log,
            pidFile,
            dataDirectory.toString(),
            "INT"));
  }

  private boolean acceptsConnections() {
    try (Connection connection = connect("postgres", PostgresCluster.SUPERUSER)) {
      return connection.isValid(1);
    } catch (SQLException e) {
      // 28P01, invalid_password: the secrets and the data come from different runs.
      if ("28P01".equals(e.getSQLState())) {
        throw new StackException(
            "The database in "
                + dataDirectory
                + " has another password than the one in the secrets; start over with --fresh.",
            e);
      }
      return false;
    }
  }

  /** A connection to the database {@code doorward} as one of its roles, or as {@code postgres}. */
  public Connection connect(String role) throws SQLException {
    return connect("doorward", role);
  }

  private Connection connect(String database, String role) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", passwords.of(role));
    properties.setProperty("connectTimeout", "2");
    properties.setProperty("socketTimeout", "30");
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port() + "/" + database, properties);
  }
}
