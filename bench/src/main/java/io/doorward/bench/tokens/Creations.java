package io.doorward.bench.tokens;

import io.doorward.bench.report.Report;
import io.doorward.bench.report.Requirement;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

/** Creating tokens over HTTP, by several people in several organizations at once. */
final class Creations {
  private static final int WARM_UP_SECONDS = 5;
  private static final int SECONDS = 15;
  private static final int CONNECTIONS = 12;

  /** Who take turns on a connection. */
  private static final int PEOPLE = 4;

  private static final double LEAST_PER_SECOND = 300;

  private final BenchStack stack;

  Creations(BenchStack stack) {
    this.stack = stack;
  }

  void measure(Report report) throws InterruptedException {
    List<List<Caller>> people = new ArrayList<>();
    for (int i = 0; i < CONNECTIONS; i++) {
      // A third of them in the large organization, which has one audit chain for all.
      int organization = i % 3 == 0 ? 0 : i;
      int first = 1_000 + i * PEOPLE;
      people.add(
          IntStream.range(first, first + PEOPLE)
              .mapToObj(n -> Caller.member(stack, organization, n))
              .toList());
    }
    run(people, WARM_UP_SECONDS);
    double serviceBefore =
        seconds(ProcessHandle.of(stack.parts().tokenService().pid()).stream().toList());
    double databaseBefore = seconds(postgres());
    AtomicIntegerArray bySecond = run(people, SECONDS);
    double service =
        seconds(ProcessHandle.of(stack.parts().tokenService().pid()).stream().toList())
            - serviceBefore;
    double database = seconds(postgres()) - databaseBefore;
    int total = 0;
    int least = Integer.MAX_VALUE;
    for (int i = 0; i < SECONDS; i++) {
      total += bySecond.get(i);
      least = Math.min(least, bySecond.get(i));
    }
    double rate = (double) total / SECONDS;
    report.require("creations per second", Requirement.over(LEAST_PER_SECOND, rate));
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", "creation");
    row.put("perSecond", rate);
    row.put("slowestSecond", least);
    row.put("connections", CONNECTIONS);
    row.put("seconds", SECONDS);
    row.put("serviceCpuMsEach", 1000 * service / total);
    row.put("databaseCpuMsEach", 1000 * database / total);
    report.row(row);
  }

  /** How many were created in each second. */
  private static AtomicIntegerArray run(List<List<Caller>> people, int seconds)
      throws InterruptedException {
    AtomicIntegerArray bySecond = new AtomicIntegerArray(seconds);
    long start = System.nanoTime();
    long length = TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService threads = Executors.newFixedThreadPool(people.size());
    try {
      List<Future<?>> running = new ArrayList<>();
      for (List<Caller> turns : people) {
        running.add(
            threads.submit(
                () -> {
                  for (int i = 0; System.nanoTime() - start < length; i++) {
                    create(turns.get(i % turns.size()));
                    int second = (int) TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start);
                    if (second < seconds) {
                      bySecond.incrementAndGet(second);
                    }
                  }
                  return null;
                }));
      }
      for (Future<?> one : running) {
        one.get();
      }
    } catch (ExecutionException e) {
      throw new StackException("A token could not be created: " + e.getCause() + ".", e);
    } finally {
      threads.shutdownNow();
    }
    return bySecond;
  }

  private static void create(Caller person) throws IOException, InterruptedException {
    person.post(
        "/api/v1/tokens",
        "{\"name\":\"deploy payments "
            + System.nanoTime() % 1_000_000
            + "\",\"scopes\":[\"read\",\"demo:read\"],\"tags\":[\"ci\",\"team-7\"]}");
  }

  private static List<ProcessHandle> postgres() {
    return ProcessHandle.current()
        .descendants()
        .filter(p -> p.info().command().orElse("").endsWith("postgres"))
        .toList();
  }

  private static double seconds(List<ProcessHandle> processes) {
    return processes.stream()
            .mapToLong(p -> p.info().totalCpuDuration().orElse(Duration.ZERO).toMillis())
            .sum()
        / 1000.0;
  }
}
