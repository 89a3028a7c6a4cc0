package io.doorward.bench.tokens;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's own log of the statements it is sent, with its own time for each: parsing, planning
 * and running, nothing of the network or the service. A statement is in the log before its answer
 * is sent.
 */
final class StatementLog {
  private static final Pattern ENTRY =
      Pattern.compile(
          "^\\d{4}-\\d\\d-\\d\\d [^\\n]*? LOG:  duration: ([0-9.]+) ms  (.*?)(?=^\\d{4}-\\d\\d-\\d\\d |\\z)",
          Pattern.MULTILINE | Pattern.DOTALL);

  private static final List<String> TIMES =
      List.of(
          "ALTER SYSTEM SET log_min_duration_statement = 0",
          "ALTER SYSTEM SET log_parameter_max_length = 0",
          "ALTER SYSTEM SET session_preload_libraries = 'auto_explain'");

  private static final List<String> PLANS =
      List.of(
          "ALTER SYSTEM SET log_min_duration_statement = -1",
          "ALTER SYSTEM SET auto_explain.log_min_duration = 0",
          "ALTER SYSTEM SET auto_explain.log_analyze = on",
          "ALTER SYSTEM SET auto_explain.log_buffers = on");

  /**
   * What the server did for one statement, or one step of it.
   *
   * @param text the statement, or its plan
   */
  record Entry(double millis, String text) {}

  private final BenchStack stack;
  private final Path file;

  private StatementLog(BenchStack stack) {
    this.stack = stack;
    this.file = stack.postgresLog();
  }

  /** Has every statement logged from now on, of the connections that the service makes anew. */
  static StatementLog of(BenchStack stack) throws SQLException {
    StatementLog log = new StatementLog(stack);
    log.configure(TIMES);
    log.disconnect();
    return log;
  }

  /** Has plans logged in place of times. */
  void explain() throws SQLException {
    configure(PLANS);
    disconnect();
  }

  /** Ends measuring, so that it costs the service nothing. */
  void quiet() throws SQLException {
    configure(
        List.of(
            "ALTER SYSTEM SET log_min_duration_statement = -1",
            "ALTER SYSTEM RESET session_preload_libraries",
            "ALTER SYSTEM RESET auto_explain.log_min_duration"));
    disconnect();
  }

  private void configure(List<String> settings) throws SQLException {
    try (Connection superuser = stack.database("postgres");
        Statement sql = superuser.createStatement()) {
      sql.execute("LOAD 'auto_explain'");
      for (String setting : settings) {
        sql.execute(setting);
      }
      sql.execute("SELECT pg_reload_conf()");
    }
  }

  /** A library is loaded by new connections only. */
  private void disconnect() throws SQLException {
    try (Connection superuser = stack.database("postgres");
        Statement sql = superuser.createStatement()) {
      sql.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'tokens_app'");
    }
  }

  /** Where the log ends now. */
  long end() throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      return log.length();
    }
  }

  /** The entries since then whose text is of interest. */
  List<Entry> since(long offset, Predicate<String> interesting) throws IOException {
    List<Entry> entries = new ArrayList<>();
    Matcher found = ENTRY.matcher(read(offset));
    while (found.find()) {
      if (interesting.test(found.group(2))) {
        entries.add(new Entry(Double.parseDouble(found.group(1)), found.group(2)));
      }
    }
    return entries;
  }

  private String read(long offset) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "r")) {
      log.seek(offset);
      byte[] bytes = new byte[Math.toIntExact(log.length() - offset)];
      log.readFully(bytes);
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
