package io.doorward.usage.directory;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.usage.store.Columns;
import io.doorward.usage.stream.RecordHandler;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Token events into {@code known_token}: the newest version of a token wins, in any order. */
final class TokenChanges implements RecordHandler<TokenSnapshot> {
  private static final String UPSERT =
      """
      insert into known_token as k (
        token_id, organization_id, organization_slug, owner_kind, owner_id, version)
      select * from unnest(
        ?::uuid[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::bigint[])
      on conflict (token_id) do update set
        organization_id = excluded.organization_id,
        organization_slug = excluded.organization_slug,
        owner_kind = excluded.owner_kind,
        owner_id = excluded.owner_id,
        version = excluded.version
      where k.version < excluded.version
      """;

  @Override
  public Optional<TokenSnapshot> read(ConsumerRecord<byte[], byte[]> record)
      throws UnreadableRecord {
    if (record.value() == null) {
      throw new UnreadableRecord("TokenEvent: no value");
    }
    TokenEvent event = ContractJson.read(record.value(), TokenEvent.class);
    if (event.schema() != TokenEvent.SCHEMA) {
      throw new UnreadableRecord("TokenEvent: unknown schema " + event.schema());
    }
    TokenSnapshot snapshot = event.snapshot();
    if (event.type() == TokenEvent.Type.HEARTBEAT || event.barriers() != null) {
      return Optional.empty();
    }
    if (snapshot == null || !isComplete(snapshot)) {
      throw new UnreadableRecord("TokenEvent: the snapshot is missing or incomplete");
    }
    return Optional.of(snapshot);
  }

  @SuppressWarnings("ConstantValue") // JSON leaves members out whatever the types say.
  private static boolean isComplete(TokenSnapshot snapshot) {
    return snapshot.tokenId() != null
        && snapshot.organizationId() != null
        && snapshot.organization() != null
        && snapshot.owner() != null
        && snapshot.owner().kind() != null
        && snapshot.owner().id() != null;
  }

  @Override
  public void store(Connection transaction, List<TokenSnapshot> snapshots) throws SQLException {
    Map<UUID, TokenSnapshot> newest = new TreeMap<>();
    for (TokenSnapshot snapshot : snapshots) {
      newest.merge(snapshot.tokenId(), snapshot, (a, b) -> a.version() >= b.version() ? a : b);
    }
    Collection<TokenSnapshot> rows = newest.values();
    try (PreparedStatement upsert = transaction.prepareStatement(UPSERT)) {
      new Columns<>(upsert, rows)
          .bind("uuid", TokenSnapshot::tokenId)
          .bind("uuid", TokenSnapshot::organizationId)
          .bind("text", TokenSnapshot::organization)
          .bind("text", row -> row.owner().kind().wireName())
          .bind("text", row -> row.owner().id())
          .bind("int8", TokenSnapshot::version);
      upsert.executeUpdate();
    }
  }
}
