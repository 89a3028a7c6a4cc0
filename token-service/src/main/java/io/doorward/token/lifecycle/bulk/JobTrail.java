package io.doorward.token.lifecycle.bulk;

import io.doorward.token.audit.Actor;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;

/** A job in the audit log: its begin and its end; the tokens have entries of their own. */
@ApplicationScoped
class JobTrail {
  private final AuditLog audit;

  @Inject
  JobTrail(AuditLog audit) {
    this.audit = audit;
  }

  Uni<Void> enter(SqlConnection sql, String what, Job job, Actor actor, Instant at) {
    SortedMap<String, String> figures = new TreeMap<>();
    // As text: in an entry's JSON nothing is null, and here null says what is taken away.
    figures.put("parameters", job.order().json());
    return enter(sql, what, job, actor, at, figures);
  }

  /** Somebody has taken secrets of new tokens. */
  Uni<Void> taken(SqlConnection sql, Job job, Actor actor, int secrets, Instant at) {
    SortedMap<String, String> figures = new TreeMap<>();
    figures.put("secrets", Integer.toString(secrets));
    return enter(sql, "secrets_taken", job, actor, at, figures);
  }

  private Uni<Void> enter(
      SqlConnection sql,
      String what,
      Job job,
      Actor actor,
      Instant at,
      SortedMap<String, String> figures) {
    return audit.append(
        sql,
        new AuditEntry(
            job.organizationId(),
            at,
            actor,
            "token_job." + what,
            "token_job",
            job.id().toString(),
            null,
            JobView.of(job),
            job.order().reason(),
            figures));
  }
}
