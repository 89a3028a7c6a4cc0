package io.doorward.token.directory.agent;

import io.vertx.mutiny.sqlclient.Row;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * All runs of an agent together.
 *
 * @param running those without an outcome yet
 * @param averageMillis over the finished ones; absent if there is none
 * @param p95Millis the 95th percentile of those finished among the latest 10,000 runs
 */
@Schema(name = "ExecutionTotals")
public record ExecutionTotals(
    long executions,
    long running,
    long succeeded,
    long failed,
    long cancelled,
    @Nullable Double averageMillis,
    @Nullable Double p95Millis) {

  static ExecutionTotals of(Row row) {
    return new ExecutionTotals(
        row.getLong("executions"),
        row.getLong("running"),
        row.getLong("succeeded"),
        row.getLong("failed"),
        row.getLong("cancelled"),
        row.getDouble("average"),
        row.getDouble("p95"));
  }
}
