package io.doorward.usage.activity;

import io.doorward.contract.event.TokenActivity;
import io.doorward.contract.event.TokenActivity.Use;
import io.doorward.usage.store.Columns;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What is to be announced. A row is claimed before it is sent and marked after Kafka has it: a
 * process that dies in between leaves it to be sent again once the interval is over.
 */
final class Announcements {
  private static final String CLAIM =
      """
      update token_activity a set claimed_at = ?::timestamptz
      from (
        select token_id, organization_id from token_activity
        where sent_revision < revision
          and (claimed_at is null or claimed_at <= ?::timestamptz)
        order by claimed_at nulls first
        limit ?
        for update skip locked) due
      where a.token_id = due.token_id and a.organization_id = due.organization_id
      returning a.*
      """;

  private static final String SENT =
      """
      update token_activity a set sent_revision = greatest(a.sent_revision, s.revision)
      from unnest(?::uuid[], ?::uuid[], ?::bigint[]) as s (token_id, organization_id, revision)
      where a.token_id = s.token_id and a.organization_id = s.organization_id
      """;

  private final DataSource database;

  Announcements(DataSource database) {
    this.database = database;
  }

  /**
   * A state of a row.
   *
   * @param revision which one it is
   */
  record Due(TokenActivity activity, long revision) {}

  /** Some that nobody else has claimed within the interval. */
  List<Due> claim(Instant now, Duration interval, int most) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement claim = connection.prepareStatement(CLAIM)) {
      claim.setString(1, now.toString());
      claim.setString(2, now.minus(interval).toString());
      claim.setInt(3, most);
      List<Due> due = new ArrayList<>();
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          due.add(new Due(activity(row), row.getLong("revision")));
        }
      }
      return due;
    }
  }

  /** Kafka has these. What changed since is still to be announced. */
  void sent(List<Due> all) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement sent = connection.prepareStatement(SENT)) {
      new Columns<>(sent, all)
          .bind("uuid", due -> due.activity().tokenId())
          .bind("uuid", due -> due.activity().organizationId())
          .bind("int8", Due::revision);
      sent.executeUpdate();
    }
  }

  private static TokenActivity activity(ResultSet row) throws SQLException {
    return new TokenActivity(
        TokenActivity.SCHEMA,
        row.getObject("token_id", UUID.class),
        row.getObject("organization_id", UUID.class),
        use(row, "accepted"),
        use(row, "refused"));
  }

  private static @Nullable Use use(ResultSet row, String kind) throws SQLException {
    Timestamp at = row.getTimestamp(kind + "_at");
    return at == null
        ? null
        : new Use(at.toInstant(), row.getString(kind + "_ip"), row.getString(kind + "_user_agent"));
  }
}
