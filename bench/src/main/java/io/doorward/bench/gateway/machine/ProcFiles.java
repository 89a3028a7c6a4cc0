package io.doorward.bench.gateway.machine;

/** The forms of proc(5). */
final class ProcFiles {
  /**
   * Of what follows the program's name in {@code stat}; the manual counts from one, and with it.
   */
  private static final int USER_TIME = 14 - 3;

  private static final int SYSTEM_TIME = 15 - 3;
  private static final String RESIDENT = "VmRSS:";

  private ProcFiles() {}

  /** User and system time in ticks, all threads included. The name may hold blanks and brackets. */
  static long cpuTicks(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
  }

  /** Resident memory; 0 for a process that has just ended. */
  static long residentKilobytes(String status) {
    return status
        .lines()
        .filter(line -> line.startsWith(RESIDENT))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
        .findFirst()
        .orElse(0);
  }
}
