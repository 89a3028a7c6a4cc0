package io.doorward.token.lifecycle.scope;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Scope;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.catalogue.CatalogueScope;
import io.doorward.token.catalogue.ScopeCatalogue;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the catalogue, and changes what is the organization's own in it. */
@ApplicationScoped
class Scopes {
  /** The catalogue is shown whole, so it has a bound. */
  private static final int MOST_CUSTOM = 200;

  private final Database database;
  private final ScopeCatalogue catalogue;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  Scopes(Database database, ScopeCatalogue catalogue, AuditLog audit, Clock clock) {
    this.database = database;
    this.catalogue = catalogue;
    this.audit = audit;
    this.clock = clock;
  }

  Uni<List<ScopeView>> all(Principal principal) {
    return database
        .connection(sql -> catalogue.all(sql, principal.organizationId()))
        .map(all -> all.stream().map(scope -> ScopeView.of(scope, principal)).toList());
  }

  Uni<ScopeView> create(Principal principal, CatalogueScope scope) {
    Instant now = now();
    return database.transaction(
        sql ->
            catalogue
                .all(sql, principal.organizationId())
                .invoke(all -> judge(all, scope.scope()))
                .chain(
                    () ->
                        catalogue.insert(
                            sql, principal.organizationId(), scope, principal.subject(), now))
                .invoke(added -> refuse(!added, "There is a scope by this name already."))
                .chain(() -> enter(sql, principal, "created", scope.scope(), scope, now))
                .replaceWith(() -> ScopeView.of(scope, principal)));
  }

  Uni<Void> delete(Principal principal, Scope scope) {
    return database.transaction(
        sql ->
            catalogue
                .delete(sql, principal.organizationId(), scope)
                .invoke(
                    deleted -> {
                      if (!deleted) {
                        throw ProblemException.notFound();
                      }
                    })
                .chain(() -> catalogue.used(sql, principal.organizationId(), scope))
                .invoke(used -> refuse(used, "Tokens have this scope; revoke or edit them first."))
                .chain(() -> enter(sql, principal, "deleted", scope, null, now())));
  }

  /** Our own resources keep their meaning: an organization's scopes stand beside them. */
  private static void judge(List<CatalogueScope> all, Scope scope) {
    Set<String> standard =
        all.stream()
            .filter(s -> !s.custom())
            .map(s -> s.scope().root())
            .collect(Collectors.toSet());
    refuse(
        standard.contains(scope.root()),
        "The resource " + scope.root() + " is one of the standard ones; use one of your own.");
    refuse(
        all.stream().filter(CatalogueScope::custom).count() >= MOST_CUSTOM,
        "The organization has " + MOST_CUSTOM + " scopes of its own, the most there can be.");
  }

  private static void refuse(boolean refused, String why) {
    if (refused) {
      throw ProblemException.of(ErrorCode.CONFLICT, why);
    }
  }

  private Uni<Void> enter(
      SqlConnection sql,
      Principal principal,
      String what,
      Scope scope,
      @Nullable CatalogueScope after,
      Instant now) {
    return audit.append(
        sql,
        new AuditEntry(
            principal.organizationId(),
            now,
            principal.actor(),
            "scope." + what,
            "scope",
            scope.value(),
            null,
            after,
            null,
            null));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
