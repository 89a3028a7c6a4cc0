package io.doorward.bench.gateway.machine;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The processors this process may use, parted in two: the last one is for the gateway that is
 * measured, the others are for everything else.
 *
 * @param all at least two
 */
public record Cores(List<Integer> all) {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final String ALLOWED = "Cpus_allowed_list:";

  public Cores {
    all = List.copyOf(all);
    if (all.size() < 2) {
      throw new StackException(
          "This needs two processors: one for the gateway that is measured, one for the rest.");
    }
  }

  /** Those of this process; throws one sentence where there is no Linux with two of them. */
  public static Cores ofThisProcess() {
    try {
      return Files.readAllLines(STATUS).stream()
          .filter(line -> line.startsWith(ALLOWED))
          .map(line -> parse(line.substring(ALLOWED.length()).strip()))
          .findFirst()
          .orElseThrow(() -> new StackException(STATUS + " does not name the processors."));
    } catch (IOException e) {
      throw new StackException("This measures on Linux only: " + STATUS + " is missing.", e);
    }
  }

  /** Reads the kernel's form, {@code 0-3,7}. */
  static Cores parse(String list) {
    List<Integer> cores = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      String[] ends = range.split("-", 2);
      int last = Integer.parseInt(ends[ends.length - 1]);
      for (int core = Integer.parseInt(ends[0]); core <= last; core++) {
        cores.add(core);
      }
    }
    return new Cores(cores);
  }

  String measured() {
    return Integer.toString(all.get(all.size() - 1));
  }

  String others() {
    return all.subList(0, all.size() - 1).stream()
        .map(String::valueOf)
        .collect(Collectors.joining(","));
  }

  /** Put before a command, makes it run on the processor of what is measured. */
  public List<String> onMeasured() {
    return List.of("taskset", "-c", measured());
  }

  /** Moves this process to the others; what it starts from now on inherits that. */
  public void leaveMeasured() {
    move(others(), ProcessHandle.current().pid());
  }

  /** Moves a process with all its threads to the processor of what is measured. */
  public void measure(long pid) {
    move(measured(), pid);
  }

  private static void move(String cores, long pid) {
    int exit = Command.run(List.of("taskset", "-a", "-c", "-p", cores, Long.toString(pid)));
    if (exit != 0) {
      throw new StackException("taskset could not move process " + pid + " to " + cores + ".");
    }
  }
}
