package io.doorward.stack.postgres;

import io.doorward.stack.StackException;
import io.doorward.stack.process.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The data directory: made once, beside its place, and moved there when it is complete. */
final class PostgresCluster {
  static final String SUPERUSER = "postgres";

  private final PostgresBinaries binaries;
  private final Path dataDirectory;
  private final LogFile log;

  PostgresCluster(PostgresBinaries binaries, Path dataDirectory, LogFile log) {
    this.binaries = binaries;
    this.dataDirectory = dataDirectory;
    this.log = log;
  }

  void createIfMissing(String superuserPassword) {
    if (Files.exists(dataDirectory.resolve("PG_VERSION"))) {
      return;
    }
    try {
      Files.createDirectories(dataDirectory.getParent());
      Path draft = Files.createTempDirectory(dataDirectory.getParent(), "pg-new-");
      Path passwordFile = Files.createTempFile(dataDirectory.getParent(), "pg-", ".pw");
      try {
        Files.setPosixFilePermissions(
            passwordFile, Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE));
        Files.writeString(passwordFile, superuserPassword);
        initdb(draft, passwordFile);
        Files.deleteIfExists(dataDirectory);
        Files.move(draft, dataDirectory, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(passwordFile);
      }
    } catch (IOException e) {
      throw new StackException(
          "Cannot create the database in " + dataDirectory + ": " + e.getMessage() + ".", e);
    }
  }

  private void initdb(Path directory, Path passwordFile) throws IOException {
    List<String> command =
        asOrdinaryUser(
            List.of(
                binaries.program("initdb"),
                "--pgdata=" + directory,
                "--username=" + SUPERUSER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--no-sync",
                "--no-instructions"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.prepare().path().toFile()))
            .start();
    try {
      if (!process.waitFor(120, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new StackException("PostgreSQL did not create its database within two minutes.");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while PostgreSQL created its database.", e);
    }
    if (process.exitValue() != 0) {
      throw new StackException(
          "PostgreSQL could not create its database: " + log.lastWords() + rootHint() + ".");
    }
  }

  /** PostgreSQL refuses root; in a user namespace without a mapping root is nobody to it. */
  static List<String> asOrdinaryUser(List<String> command) {
    if (!isRoot()) {
      return command;
    }
    List<String> wrapped = new ArrayList<>(List.of("unshare", "-U"));
    wrapped.addAll(command);
    return wrapped;
  }

  static String rootHint() {
    return isRoot()
        ? " (PostgreSQL refuses to run as root, and user namespaces must be allowed to get around"
            + " that: run as an ordinary user)"
        : "";
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }
}
