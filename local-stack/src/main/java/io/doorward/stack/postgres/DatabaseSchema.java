package io.doorward.stack.postgres;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The schemas of the database, one per service that stores rows. */
public enum DatabaseSchema {
  TOKENS,
  USAGE;

  public String schema() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Runs the migrations. */
  public String ownerRole() {
    return schema() + "_owner";
  }

  /** Reads and writes rows; may change no table. */
  public String appRole() {
    return schema() + "_app";
  }

  public static Optional<DatabaseSchema> named(String schema) {
    return Arrays.stream(values()).filter(s -> s.schema().equals(schema)).findFirst();
  }
}
