package io.doorward.usage.query;

import io.doorward.kit.problem.ProblemException;
import io.smallrye.mutiny.Uni;
import io.vertx.pgclient.PgException;
import java.time.Duration;

/** Tells a PostgreSQL that cannot be reached from a statement that is wrong. */
final class Reachability {
  /** Short enough that the caller has an answer within two seconds. */
  private static final Duration ANSWERED_WITHIN = Duration.ofMillis(1_500);

  private Reachability() {}

  /** The same, failing with {@code dependency_unavailable} in time if PostgreSQL is gone. */
  static <T> Uni<T> of(Uni<T> query) {
    return query
        .ifNoItem()
        .after(ANSWERED_WITHIN)
        .fail()
        .onFailure(Reachability::isUnreachable)
        .transform(e -> ProblemException.unavailable("The usage database"));
  }

  /**
   * Everything but PostgreSQL's refusal of the statement itself. SQLSTATE classes 08, 53, 57 and 58
   * speak of the connection, of resources, of the server's end and of its system.
   */
  private static boolean isUnreachable(Throwable e) {
    if (e instanceof PgException refused) {
      String state = String.valueOf(refused.getSqlState());
      return state.startsWith("08")
          || state.startsWith("53")
          || state.startsWith("57")
          || state.startsWith("58");
    }
    return true;
  }
}
