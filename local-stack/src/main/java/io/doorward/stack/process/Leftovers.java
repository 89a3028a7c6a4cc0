package io.doorward.stack.process;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What a killed run left running: found through its pid files, ended only when it is the same. */
public final class Leftovers {
  private static final Duration IN_ORDER = Duration.ofSeconds(12);
  private static final Duration BY_FORCE = Duration.ofSeconds(10);

  private final Path runDirectory;

  public Leftovers(Path runDirectory) {
    this.runDirectory = runDirectory;
  }

  /** Name → process, for every pid file whose process still runs and is the recorded one. */
  public Map<String, ProcessHandle> find() {
    Map<String, ProcessHandle> found = new TreeMap<>();
    for (Path file : pidFiles()) {
      PidFile.read(file).flatMap(PidFile::find).ifPresent(p -> found.put(nameOf(file), p));
    }
    return found;
  }

  /** Ends them, removes all pid files, and tells the names of those that were ended. */
  public List<String> end() {
    Map<String, ProcessHandle> found = find();
    found.forEach((name, process) -> Signals.send(process.pid(), signalFor(name)));
    if (!Waiting.until(IN_ORDER, () -> noneAlive(found))) {
      found.values().forEach(ProcessHandle::destroyForcibly);
      if (!Waiting.until(BY_FORCE, () -> noneAlive(found))) {
        throw new StackException("Processes of an earlier run do not end: " + found + ".");
      }
    }
    for (Path file : pidFiles()) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        throw new StackException("Cannot remove " + file + ".", e);
      }
    }
    return new ArrayList<>(found.keySet());
  }

  /** PostgreSQL takes TERM as "wait for all clients"; INT ends it now and in order. */
  private static String signalFor(String name) {
    return name.startsWith("postgres") ? "INT" : "TERM";
  }

  private static boolean noneAlive(Map<String, ProcessHandle> processes) {
    return processes.values().stream().noneMatch(ProcessHandle::isAlive);
  }

  private static String nameOf(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.length() - ".pid".length());
  }

  private List<Path> pidFiles() {
    if (!Files.isDirectory(runDirectory)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(runDirectory)) {
      return files.filter(f -> f.getFileName().toString().endsWith(".pid")).sorted().toList();
    } catch (IOException e) {
      throw new StackException("Cannot read " + runDirectory + ".", e);
    }
  }
}
