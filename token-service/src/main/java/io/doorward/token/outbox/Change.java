package io.doorward.token.outbox;

import io.doorward.contract.event.TokenEvent;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.vertx.mutiny.sqlclient.Row;
import java.nio.charset.StandardCharsets;

/**
 * A change with its epoch, ready to be sent.
 *
 * @param json the event as it goes over both paths
 */
record Change(long epoch, TokenSnapshot snapshot, String json) {

  /** Reads a row of the outbox. */
  static Change of(Row row) {
    TokenSnapshot snapshot;
    try {
      snapshot =
          ContractJson.read(
              row.getString("snapshot").getBytes(StandardCharsets.UTF_8), TokenSnapshot.class);
    } catch (UnreadableRecord e) {
      throw new IllegalStateException("the outbox holds what we did not write", e);
    }
    long epoch = row.getLong("epoch");
    TokenEvent event =
        new TokenEvent(
            TokenEvent.SCHEMA,
            row.getUUID("event_id"),
            TokenEvent.Type.of(row.getString("type")),
            row.getOffsetDateTime("at").toInstant(),
            epoch,
            snapshot,
            row.getString("reason"));
    return new Change(epoch, snapshot, ContractJson.writeString(event));
  }
}
