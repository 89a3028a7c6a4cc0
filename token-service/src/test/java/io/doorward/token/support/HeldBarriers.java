package io.doorward.token.support;

import static org.awaitility.Awaitility.await;

import io.doorward.test.stack.RunningStack;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Another replica that is in the midst of changing an organization's barriers. */
public final class HeldBarriers implements AutoCloseable {
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final UUID organization;
  private final Connection connection;

  private HeldBarriers(UUID organization, Connection connection) {
    this.organization = organization;
    this.connection = connection;
  }

  public static HeldBarriers of(UUID organization) throws SQLException {
    Connection connection = RunningStack.current().postgres().connect("tokens_app");
    HeldBarriers held = new HeldBarriers(organization, connection);
    connection.setAutoCommit(false);
    held.execute(
        "SELECT pg_advisory_xact_lock(hashtextextended('barrier/' || ?::text, 0))",
        organization.toString());
    return held;
  }

  /** Until a request waits for what is held here. */
  public void untilSomebodyWaits() {
    await()
        .pollInterval(OFTEN)
        .until(
            () ->
                Rows.count(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
                    > 0);
  }

  /** Until a request has waited for what is held here longer than any other statement may. */
  public void untilSomebodyHasWaitedLong() {
    await()
        .atMost(Duration.ofSeconds(11))
        .until(
            () ->
                Rows.count(
                        "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
                            + " AND waitstart < clock_timestamp() - interval '6 seconds'")
                    > 0);
  }

  /** Turns the organization's tokens off and lets go. */
  public void turnOff() throws SQLException {
    execute(
        "INSERT INTO tokens.barrier"
            + " (id, kind, organization_id, reason, thrown_by, thrown_role, thrown_at)"
            + " VALUES (gen_random_uuid(), 'feature_flag', ?, 'odd', 'adam', 'admin', now())",
        organization);
    connection.commit();
  }

  private void execute(String sql, Object argument) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, argument);
      statement.execute();
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
