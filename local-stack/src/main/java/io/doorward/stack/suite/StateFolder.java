package io.doorward.stack.suite;

import io.doorward.stack.StackException;
import io.doorward.stack.process.PidFile;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/** The folder in which a stack keeps everything: {@code .doorward} by default. */
public record StateFolder(Path root) {
  /** Room for the databases, logs and Kafka's segments of a working day. */
  private static final long LEAST_FREE_BYTES = 512L * 1024 * 1024;

  private static final List<String> CONTENT =
      List.of("pg", "redis", "kafka", "secrets", "logs", "spool", "streams", "openid");

  Path postgres() {
    return root.resolve("pg");
  }

  Path redis() {
    return root.resolve("redis");
  }

  Path kafka() {
    return root.resolve("kafka");
  }

  public Path secrets() {
    return root.resolve("secrets");
  }

  public Path logs() {
    return root.resolve("logs");
  }

  Path spool() {
    return root.resolve("spool");
  }

  Path streams() {
    return root.resolve("streams");
  }

  Path openId() {
    return root.resolve("openid");
  }

  public Path run() {
    return root.resolve("run");
  }

  public Path log(String part) {
    return logs().resolve(part + ".log");
  }

  Path launcherPidFile() {
    return run().resolve("launcher.pid");
  }

  /** Where the addresses of a ready stack are written; not there while none is ready. */
  Path addresses() {
    return run().resolve("stack.json");
  }

  /** The launcher that holds this state, if one runs. */
  public Optional<ProcessHandle> launcher() {
    return PidFile.read(launcherPidFile()).flatMap(PidFile::find);
  }

  void makeReady() {
    try {
      Files.createDirectories(run());
      Path probe = Files.createTempFile(run(), "probe-", "");
      Files.delete(probe);
      long free = Files.getFileStore(root).getUsableSpace();
      if (free < LEAST_FREE_BYTES) {
        throw new StackException(
            "The disk of "
                + root
                + " is full: "
                + free / (1024 * 1024)
                + " MiB are free and 512 MiB are needed.");
      }
    } catch (IOException e) {
      throw new StackException(
          "The state folder "
              + root
              + " cannot be written ("
              + e.getMessage()
              + "); choose another with --state DIR.",
          e);
    }
  }

  /** Forgets everything but the pid files. */
  void startOver() {
    for (String name : CONTENT) {
      delete(root.resolve(name));
    }
  }

  private static void delete(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try {
      Files.walkFileTree(
          folder,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
              Files.delete(file);
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(
                Path directory, @org.jspecify.annotations.Nullable IOException e)
                throws IOException {
              if (e != null) {
                throw e;
              }
              Files.delete(directory);
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw new StackException("Cannot delete " + folder + ": " + e.getMessage() + ".", e);
    }
  }
}
