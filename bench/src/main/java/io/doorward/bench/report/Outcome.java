package io.doorward.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a benchmark has found. */
public interface Outcome {

  /** Something is required, and all of it holds. */
  boolean ok();

  /** A line for each requirement. */
  List<String> summary();

  /** Writes everything as JSON. */
  void write(Path file) throws IOException;
}
