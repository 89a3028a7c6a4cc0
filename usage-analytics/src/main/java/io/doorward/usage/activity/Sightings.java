package io.doorward.usage.activity;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.event.TokenActivity.Use;
import io.doorward.contract.event.UsageEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.usage.store.Columns;
import io.doorward.usage.stream.RecordHandler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Usage events into {@code token_activity}: newer uses win, in any order, so repetitions change
 * nothing. What cannot be read is passed over: ingest puts it aside.
 */
final class Sightings implements RecordHandler<Sighting> {
  private static final int ADDRESS = 64;
  private static final int USER_AGENT = 256;

  /** No event is older; a time before it is an accident of its writing. */
  private static final Instant EARLIEST = Instant.parse("2000-01-01T00:00:00Z");

  /** A token that is known to be another organization's is not this one's to have used. */
  private static final String MERGE =
      """
      insert into token_activity as a (
        token_id, organization_id, accepted_at, accepted_ip, accepted_user_agent, refused_at,
        refused_ip, refused_user_agent, revision)
      select e.*, 1
      from unnest(
        ?::uuid[], ?::uuid[], ?::timestamptz[], ?::text[], ?::text[], ?::timestamptz[], ?::text[],
        ?::text[]) as e (
        token_id, organization_id, accepted_at, accepted_ip, accepted_user_agent, refused_at,
        refused_ip, refused_user_agent)
      where not exists (
        select 1 from known_token k
        where k.token_id = e.token_id and k.organization_id <> e.organization_id)
      on conflict (token_id, organization_id) do update set
        accepted_at = greatest(a.accepted_at, excluded.accepted_at),
        accepted_ip = case when excluded.accepted_at > a.accepted_at or a.accepted_at is null
          then excluded.accepted_ip else a.accepted_ip end,
        accepted_user_agent = case when excluded.accepted_at > a.accepted_at or a.accepted_at is null
          then excluded.accepted_user_agent else a.accepted_user_agent end,
        refused_at = greatest(a.refused_at, excluded.refused_at),
        refused_ip = case when excluded.refused_at > a.refused_at or a.refused_at is null
          then excluded.refused_ip else a.refused_ip end,
        refused_user_agent = case when excluded.refused_at > a.refused_at or a.refused_at is null
          then excluded.refused_user_agent else a.refused_user_agent end,
        revision = a.revision + 1
      where excluded.accepted_at > a.accepted_at
        or excluded.refused_at > a.refused_at
        or (a.accepted_at is null and excluded.accepted_at is not null)
        or (a.refused_at is null and excluded.refused_at is not null)
      """;

  private final Clock clock;
  private final Duration futureTolerance;

  Sightings(Clock clock, Duration futureTolerance) {
    this.clock = clock;
    this.futureTolerance = futureTolerance;
  }

  @Override
  public Optional<Sighting> read(ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return Optional.empty();
    }
    try {
      return sighting(ContractJson.read(record.value(), UsageEvent.class));
    } catch (UnreadableRecord e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("ConstantValue") // JSON leaves members out whatever the types say.
  private Optional<Sighting> sighting(UsageEvent event) {
    UUID token = event.tokenId();
    UUID organization = event.organizationId();
    if (event.schema() != UsageEvent.SCHEMA
        || event.credential() != CredentialKind.TOKEN
        || token == null
        || organization == null
        || event.at() == null
        || event.at().isBefore(EARLIEST)
        || event.clientIp() == null) {
      return Optional.empty();
    }
    Instant now = clock.instant();
    Instant at = event.at().isAfter(now.plus(futureTolerance)) ? now : event.at();
    String agent = event.userAgent();
    Use use =
        new Use(
            at.truncatedTo(ChronoUnit.MICROS),
            text(event.clientIp(), ADDRESS),
            agent == null ? null : text(agent, USER_AGENT));
    boolean refused = event.refusal() != null;
    return Optional.of(
        new Sighting(
            new Sighting.Key(token, organization), refused ? null : use, refused ? use : null));
  }

  /** As PostgreSQL can hold it: no NUL, no half of a character. */
  private static String text(String value, int atMost) {
    String cut = value.substring(0, Math.min(value.length(), atMost));
    return cut.replace('\u0000', '\uFFFD').replaceAll("\\p{Cs}", "\uFFFD");
  }

  @Override
  public void store(Connection transaction, List<Sighting> sightings) throws SQLException {
    // In the order of the keys, so that replicas do not wait for each other crosswise.
    TreeMap<Sighting.Key, Sighting> newest = new TreeMap<>();
    sightings.forEach(each -> newest.merge(each.key(), each, Sighting::merge));
    Collection<Sighting> rows = newest.values();
    try (PreparedStatement merge = transaction.prepareStatement(MERGE)) {
      new Columns<>(merge, rows)
          .bind("uuid", row -> row.key().tokenId())
          .bind("uuid", row -> row.key().organizationId())
          .bind("timestamptz", row -> at(row.accepted()))
          .bind("text", row -> ip(row.accepted()))
          .bind("text", row -> userAgent(row.accepted()))
          .bind("timestamptz", row -> at(row.refused()))
          .bind("text", row -> ip(row.refused()))
          .bind("text", row -> userAgent(row.refused()));
      merge.executeUpdate();
    }
  }

  private static @Nullable Instant at(@Nullable Use use) {
    return use == null ? null : use.at();
  }

  private static @Nullable String ip(@Nullable Use use) {
    return use == null ? null : use.ip();
  }

  private static @Nullable String userAgent(@Nullable Use use) {
    return use == null ? null : use.userAgent();
  }
}
