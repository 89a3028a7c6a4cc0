package io.doorward.usage.stream;

import java.sql.SQLException;

/** How storing a batch ended. */
sealed interface Attempt {
  /** Committed. */
  record Stored() implements Attempt {}

  /** A partition of the batch was read by somebody else meanwhile; nothing was stored. */
  record TakenOver() implements Attempt {}

  /** PostgreSQL refuses the content of at least one record; nothing was stored. */
  record Rejected(String reason) implements Attempt {}

  /** PostgreSQL cannot be used now, or had to give way to another transaction; try again. */
  record Unavailable(SQLException cause) implements Attempt {}

  /** Tells a fault of the content from a fault of the moment, by the class of the SQLSTATE. */
  static Attempt failed(SQLException e) {
    String state = e.getSQLState();
    if (state != null
        && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"))) {
      return new Rejected("not storable, SQLSTATE " + state);
    }
    return new Unavailable(e);
  }
}
