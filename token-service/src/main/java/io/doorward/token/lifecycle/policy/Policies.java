package io.doorward.token.lifecycle.policy;

import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.catalogue.policy.PolicyStore;
import io.doorward.token.catalogue.policy.TokenPolicy;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/** Shows and changes an organization's policy; every change is in the audit log. */
@ApplicationScoped
class Policies {
  private final Database database;
  private final PolicyStore store;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  Policies(Database database, PolicyStore store, AuditLog audit, Clock clock) {
    this.database = database;
    this.store = store;
    this.audit = audit;
    this.clock = clock;
  }

  Uni<PolicyView> show(Principal principal) {
    return database
        .connection(sql -> store.read(sql, principal.organizationId()))
        .map(PolicyView::of);
  }

  Uni<PolicyView> change(Principal principal, TokenPolicy next) {
    return database.transaction(
        sql ->
            store
                .read(sql, principal.organizationId())
                .call(() -> store.write(sql, principal.organizationId(), next))
                .call(before -> record(sql, principal, before, next))
                .map(before -> PolicyView.of(next)));
  }

  private Uni<Void> record(
      SqlConnection sql, Principal principal, TokenPolicy before, TokenPolicy after) {
    return audit.append(
        sql,
        new AuditEntry(
            principal.organizationId(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            principal.actor(),
            "policy.changed",
            "policy",
            principal.organizationId().toString(),
            PolicyView.of(before),
            PolicyView.of(after),
            null,
            null));
  }
}
