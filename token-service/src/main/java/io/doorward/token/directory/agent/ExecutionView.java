package io.doorward.token.directory.agent;

import io.vertx.mutiny.sqlclient.Row;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * One run of an agent.
 *
 * @param tokenId the API token that started it, if one did
 * @param outcome absent while it runs
 * @param durationMillis from start to finish
 */
@Schema(name = "Execution")
public record ExecutionView(
    UUID id,
    UUID agentId,
    String startedBy,
    @Nullable UUID tokenId,
    Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable Outcome outcome,
    @Nullable String error,
    @Nullable Long durationMillis) {

  static ExecutionView of(Row row) {
    Instant started = row.getOffsetDateTime("started_at").toInstant();
    OffsetDateTime finished = row.getOffsetDateTime("finished_at");
    String outcome = row.getString("outcome");
    return new ExecutionView(
        row.getUUID("id"),
        row.getUUID("agent_id"),
        row.getString("started_by"),
        row.getUUID("token_id"),
        started,
        finished == null ? null : finished.toInstant(),
        outcome == null ? null : Outcome.of(outcome),
        row.getString("error"),
        finished == null ? null : Duration.between(started, finished.toInstant()).toMillis());
  }
}
