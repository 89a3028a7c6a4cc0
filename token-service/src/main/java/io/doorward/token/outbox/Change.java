package io.doorward.token.outbox;

import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A change with its epoch, ready to be sent: of one token, or of the barriers.
 *
 * @param json the event as it goes over both paths
 */
record Change(
    long epoch, @Nullable TokenSnapshot snapshot, @Nullable BarrierSet barriers, String json) {
  private static final String BARRIERS_KEY = "barriers";

  /** Reads a row of the outbox. */
  static Change of(Row row) {
    TokenSnapshot snapshot = read(row.getString("snapshot"), TokenSnapshot.class);
    BarrierSet barriers = read(row.getString("barriers"), BarrierSet.class);
    long epoch = row.getLong("epoch");
    TokenEvent event =
        new TokenEvent(
            TokenEvent.SCHEMA,
            row.getUUID("event_id"),
            TokenEvent.Type.of(row.getString("type")),
            row.getOffsetDateTime("at").toInstant(),
            epoch,
            snapshot,
            row.getString("reason"),
            barriers,
            null);
    return new Change(epoch, snapshot, barriers, ContractJson.writeString(event));
  }

  private static <T> @Nullable T read(@Nullable String json, Class<T> type) {
    if (json == null) {
      return null;
    }
    try {
      return ContractJson.read(json.getBytes(StandardCharsets.UTF_8), type);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the outbox holds what we did not write", e);
    }
  }

  /** What it is about, as the key of its record. */
  String key() {
    return snapshot == null ? BARRIERS_KEY : snapshot.tokenId().toString();
  }
}
