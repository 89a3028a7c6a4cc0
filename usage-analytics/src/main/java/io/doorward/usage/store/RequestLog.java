package io.doorward.usage.store;

import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.snapshot.TokenOwner;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The table {@code request_log}, one row a request, partitioned by UTC day. */
public final class RequestLog {
  private static final String INSERT =
      """
      insert into request_log (
        at, instance_id, sequence, request_id, credential, token_id, organization_id, owner_kind,
        owner_id, agent_id, route, method, path, path_template, status, refusal, bytes_in, bytes_out,
        duration_micros, upstream_micros, client_ip, user_agent, tool)
      select e.*
      from unnest(
        ?::timestamptz[], ?::int[], ?::bigint[], ?::text[], ?::text[], ?::uuid[], ?::uuid[],
        ?::text[], ?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::smallint[],
        ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[], ?::text[],
        ?::text[]) as e (
        at, instance_id, sequence, request_id, credential, token_id, organization_id, owner_kind,
        owner_id, agent_id, route, method, path, path_template, status, refusal, bytes_in, bytes_out,
        duration_micros, upstream_micros, client_ip, user_agent, tool)
      where not exists (
        select 1 from clamped_event c
        where c.instance_id = e.instance_id and c.sequence = e.sequence)
      on conflict do nothing
      returning instance_id, sequence
      """;

  private RequestLog() {}

  /** An event with the number of its instance. */
  public record Row(int instance, UsageEvent event) {
    /** What identifies the event. */
    public EventNumber number() {
      return new EventNumber(instance, event.sequence());
    }
  }

  /** What identifies an event: with its time, the key of the row. */
  public record EventNumber(int instance, long sequence) {}

  /** Makes the partition of a day; harmless if it exists. Commits on its own. */
  public static void ensureDay(Connection connection, LocalDate day) throws SQLException {
    try (PreparedStatement call =
        connection.prepareStatement("select ensure_request_log_day(?::date)")) {
      call.setString(1, day.toString());
      call.execute();
    }
  }

  /**
   * Stores what is not there yet.
   *
   * @return the numbers of the rows that were new
   */
  public static Set<EventNumber> insert(Connection transaction, List<Row> rows)
      throws SQLException {
    try (PreparedStatement insert = transaction.prepareStatement(INSERT)) {
      bind(new Columns<>(insert, rows));
      return numbers(insert);
    }
  }

  /** Remembers events whose time was replaced, so that a repetition is known in spite of it. */
  public static void rememberClamped(Connection transaction, Set<EventNumber> numbers)
      throws SQLException {
    try (PreparedStatement insert =
        transaction.prepareStatement(
            """
            insert into clamped_event (instance_id, sequence)
            select * from unnest(?::int[], ?::bigint[])
            on conflict do nothing
            """)) {
      new Columns<>(insert, numbers)
          .bind("int4", EventNumber::instance)
          .bind("int8", EventNumber::sequence);
      insert.executeUpdate();
    }
  }

  private static void bind(Columns<Row> columns) throws SQLException {
    columns
        .bind("timestamptz", row -> row.event().at())
        .bind("int4", Row::instance)
        .bind("int8", row -> row.event().sequence())
        .bind("text", row -> row.event().requestId())
        .bind("text", row -> row.event().credential().wireName())
        .bind("uuid", row -> row.event().tokenId())
        .bind("uuid", row -> row.event().organizationId())
        .bind("text", row -> kind(row.event().owner()))
        .bind("text", row -> id(row.event().owner()))
        .bind("uuid", row -> row.event().agentId())
        .bind("text", row -> row.event().route())
        .bind("text", row -> row.event().method())
        .bind("text", row -> row.event().path())
        .bind("text", row -> row.event().pathTemplate())
        .bind("int2", row -> row.event().status())
        .bind("text", row -> row.event().refusal())
        .bind("int8", row -> row.event().bytesIn())
        .bind("int8", row -> row.event().bytesOut())
        .bind("int8", row -> row.event().durationMicros())
        .bind("int8", row -> row.event().upstreamMicros())
        .bind("text", row -> row.event().clientIp())
        .bind("text", row -> row.event().userAgent())
        .bind("text", row -> row.event().tool());
  }

  static @Nullable String kind(@Nullable TokenOwner owner) {
    return owner == null ? null : owner.kind().wireName();
  }

  static @Nullable String id(@Nullable TokenOwner owner) {
    return owner == null ? null : owner.id();
  }

  private static Set<EventNumber> numbers(PreparedStatement statement) throws SQLException {
    Set<EventNumber> numbers = new HashSet<>();
    try (ResultSet row = statement.executeQuery()) {
      while (row.next()) {
        numbers.add(new EventNumber(row.getInt(1), row.getLong(2)));
      }
    }
    return numbers;
  }
}
