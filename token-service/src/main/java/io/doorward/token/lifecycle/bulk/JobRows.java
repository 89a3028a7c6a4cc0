package io.doorward.token.lifecycle.bulk;

import io.doorward.contract.scope.Role;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.token.audit.Actor;
import io.doorward.token.lifecycle.bulk.Job.Began;
import io.doorward.token.lifecycle.replay.ReplayKey;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Between rows of jobs and values. */
final class JobRows {
  private JobRows() {}

  static Job read(Row row) {
    int total = row.getInteger("total");
    return new Job(
        row.getUUID("id"),
        row.getLong("seq"),
        row.getUUID("organization_id"),
        new Began(
            new Actor(
                Actor.Kind.valueOf(row.getString("actor_kind").toUpperCase(Locale.ROOT)),
                row.getString("subject"),
                row.getUUID("token_used"),
                row.getString("request_id"),
                row.getString("ip")),
            TokenOwner.Kind.of(row.getString("owner_kind")),
            Role.of(row.getString("role")),
            row.getBoolean("administers"),
            row.getString("caller")),
        new JobOrder(
            JobAction.of(row.getString("action")),
            JobOrder.parameters(row.getString("parameters")),
            row.getString("reason")),
        row.getBoolean("dry_run"),
        row.getString("digest"),
        JobState.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("failure"),
        row.getString("cancelled_by"),
        new Progress(
            total,
            total - row.getInteger("position"),
            row.getInteger("changed"),
            row.getInteger("unchanged"),
            row.getInteger("refused"),
            row.getInteger("not_found"),
            row.getInteger("failed")),
        row.getLong("last_outbox_id"),
        row.getOffsetDateTime("created_at").toInstant(),
        instant(row, "started_at"),
        instant(row, "finished_at"));
  }

  /** In the order of {@link JobStore#INSERT}. */
  static Tuple insert(Job job, @Nullable ReplayKey key) {
    Began began = job.began();
    Actor actor = began.actor();
    Progress progress = job.progress();
    return Tuple.from(
        new @Nullable Object[] {
          job.id(),
          job.organizationId(),
          actor.kind().name().toLowerCase(Locale.ROOT),
          actor.id(),
          began.ownerKind().wireName(),
          actor.tokenUsed(),
          actor.requestId(),
          actor.ip(),
          began.role().wireName(),
          began.administers(),
          began.caller(),
          key == null ? null : key.keyHash(),
          key == null ? null : key.requestHash(),
          job.order().action().wireName(),
          job.order().json(),
          job.order().reason(),
          job.dryRun(),
          job.digest(),
          job.state().wireName(),
          progress.total(),
          progress.position(),
          progress.changed(),
          progress.unchanged(),
          progress.refused(),
          progress.notFound(),
          progress.failed(),
          time(job.createdAt()),
          time(job.finishedAt())
        });
  }

  /** In the order of {@link JobStore#UPDATE}. */
  static Tuple update(Job job, Instant now) {
    Progress progress = job.progress();
    return Tuple.from(
        new @Nullable Object[] {
          job.id(),
          job.state().wireName(),
          job.failure(),
          job.cancelledBy(),
          progress.position(),
          progress.changed(),
          progress.unchanged(),
          progress.refused(),
          progress.notFound(),
          progress.failed(),
          job.lastOutboxId(),
          time(job.startedAt()),
          time(job.finishedAt()),
          time(now)
        });
  }

  private static @Nullable Instant instant(Row row, String column) {
    OffsetDateTime value = row.getOffsetDateTime(column);
    return value == null ? null : value.toInstant();
  }

  static @Nullable OffsetDateTime time(@Nullable Instant value) {
    return value == null ? null : value.atOffset(ZoneOffset.UTC);
  }
}
