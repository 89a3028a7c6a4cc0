package io.doorward.bench.gateway.rival;

import io.doorward.stack.StackException;
import io.doorward.stack.process.ChildProcess;
import io.doorward.stack.process.LogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Builds the gateway on Spring Cloud Gateway once, with Maven, from Maven Central. */
public final class SpringBuild {
  private static final String PROJECT = "spring-cloud-gateway/";
  private static final List<String> SOURCES =
      List.of("pom.xml", "src/main/java/rival/App.java", "src/main/resources/application.yml");
  private static final Duration BOUND = Duration.ofMinutes(10);

  private SpringBuild() {}

  /**
   * The jar, as long as its sources stay the same from the last time.
   *
   * @param cache a folder that outlives the run
   * @throws StackException if it cannot be had, with why
   */
  public static Path jar(Path cache) throws IOException {
    Path folder = cache.resolve("spring-cloud-gateway");
    Path jar = folder.resolve("target/scg-1.jar");
    boolean changed = false;
    for (String name : SOURCES) {
      String source = RivalFolder.resource(PROJECT + name);
      Path copy = folder.resolve(name);
      if (!Files.exists(copy) || !Files.readString(copy).equals(source)) {
        Files.createDirectories(copy.getParent());
        Files.writeString(copy, source);
        changed = true;
      }
    }
    if (changed || !Files.exists(jar)) {
      Files.deleteIfExists(jar);
      build(folder, jar);
    }
    return jar;
  }

  private static void build(Path folder, Path jar) {
    LogFile log = new LogFile(folder.resolve("build.log"));
    ChildProcess maven =
        ChildProcess.start(
            new ChildProcess.Launch(
                "the build of Spring Cloud Gateway",
                List.of("mvn", "-B", "-q", "package", "-f", folder.resolve("pom.xml").toString()),
                () -> Map.of("JAVA_HOME", System.getProperty("java.home")),
                folder,
                log,
                folder.resolve("build.pid"),
                folder.toString(),
                "TERM"));
    if (!maven.ended(BOUND)) {
      maven.kill();
    }
    if (!Files.exists(jar)) {
      String reason =
          log.tail(60).stream()
              .filter(line -> line.startsWith("[ERROR]"))
              .findFirst()
              .orElseGet(log::lastWords);
      throw new StackException(
          "Spring Cloud Gateway could not be built (" + reason + "); the log is " + log.path());
    }
  }
}
