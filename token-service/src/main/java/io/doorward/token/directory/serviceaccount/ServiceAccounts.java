package io.doorward.token.directory.serviceaccount;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Role;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Ranks;
import io.doorward.token.directory.page.Slice;
import io.doorward.token.store.TokenSelection;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes service accounts. What a change means for their tokens commits with it: while the account
 * is disabled they are suspended, and then stand again as they stood.
 */
@ApplicationScoped
class ServiceAccounts {
  private final Database database;
  private final Ledger ledger;
  private final ServiceAccountStore accounts;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  ServiceAccounts(
      Database database, Ledger ledger, ServiceAccountStore accounts, AuditLog audit, Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.accounts = accounts;
    this.audit = audit;
    this.clock = clock;
  }

  Uni<List<ServiceAccountView>> page(Slice slice) {
    return database.connection(sql -> accounts.page(sql, slice));
  }

  Uni<ServiceAccountView> one(Principal principal, UUID id) {
    return database
        .connection(sql -> accounts.find(sql, principal.organizationId(), id))
        .map(found -> found.orElseThrow(ProblemException::notFound));
  }

  Uni<ServiceAccountView> create(Principal principal, String name, String description, Role role) {
    Ranks.require(principal, role);
    Cause cause = cause(principal, null);
    ServiceAccountView account =
        new ServiceAccountView(
            UUID.randomUUID(),
            name,
            description,
            role,
            true,
            principal.subject(),
            cause.at(),
            null);
    return database.transaction(
        sql ->
            accounts
                .room(sql, principal.organizationId())
                .invoke(
                    room -> {
                      if (!room) {
                        throw ProblemException.of(
                            ErrorCode.CONFLICT,
                            "The plan allows no more service accounts; delete one first.");
                      }
                    })
                .chain(() -> accounts.insert(sql, principal.organizationId(), account))
                .chain(() -> enter(sql, principal, "created", null, account, cause))
                .replaceWith(account));
  }

  Uni<ServiceAccountView> change(Principal principal, UUID id, ChangeServiceAccount asked) {
    Cause cause = cause(principal, null);
    return ledger.bulk(
        sql ->
            locked(sql, principal, id)
                .chain(
                    before -> {
                      ServiceAccountView after = asked.applied(before);
                      if (after.equals(before)) {
                        return Uni.createFrom().item(before);
                      }
                      Ranks.require(principal, after.role());
                      return accounts
                          .update(sql, after, cause.at(), principal.subject())
                          .chain(
                              () ->
                                  enter(sql, principal, what(before, after), before, after, cause))
                          .chain(
                              () ->
                                  follow(sql, principal, before, after, cause)
                                      .map(after::following));
                    }));
  }

  Uni<Void> delete(Principal principal, UUID id) {
    Cause cause = cause(principal, "the service account is deleted");
    return ledger.bulk(
        sql ->
            locked(sql, principal, id)
                .call(() -> accounts.delete(sql, id, cause.at()))
                .call(before -> enter(sql, principal, "deleted", before, null, cause))
                .chain(() -> ledger.revoke(sql, owned(principal, id), cause))
                .replaceWithVoid());
  }

  private Uni<ServiceAccountView> locked(SqlConnection sql, Principal principal, UUID id) {
    return accounts
        .lock(sql, principal.organizationId(), id)
        .map(found -> found.orElseThrow(ProblemException::notFound))
        .invoke(account -> Ranks.require(principal, account.role()));
  }

  /** Whether the tokens follow; those of an account that is disabled end with the commit. */
  private Uni<Boolean> follow(
      SqlConnection sql,
      Principal principal,
      ServiceAccountView before,
      ServiceAccountView after,
      Cause cause) {
    boolean same = after.role() == before.role() && after.enabled() == before.enabled();
    if (same) {
      return Uni.createFrom().item(false);
    }
    TokenSelection owned = owned(principal, after.id());
    return before.enabled() && !after.enabled()
        ? ledger.refreshNow(sql, owned, cause).replaceWith(false)
        : ledger.refresh(sql, owned, cause);
  }

  private static String what(ServiceAccountView before, ServiceAccountView after) {
    if (before.enabled() == after.enabled()) {
      return "changed";
    }
    return after.enabled() ? "enabled" : "disabled";
  }

  private Uni<Void> enter(
      SqlConnection sql,
      Principal principal,
      String what,
      @Nullable ServiceAccountView before,
      @Nullable ServiceAccountView after,
      Cause cause) {
    ServiceAccountView target = before == null ? Objects.requireNonNull(after) : before;
    return audit.append(
        sql,
        new AuditEntry(
            principal.organizationId(),
            cause.at(),
            principal.actor(),
            "service_account." + what,
            "service_account",
            target.id().toString(),
            before,
            after,
            null,
            null));
  }

  private static TokenSelection owned(Principal principal, UUID id) {
    return TokenSelection.ownedBy(
        principal.organizationId(), new TokenOwner(TokenOwner.Kind.SERVICE_ACCOUNT, id.toString()));
  }

  private Cause cause(Principal principal, @Nullable String reason) {
    return Cause.of(principal.actor(), clock.instant().truncatedTo(ChronoUnit.MICROS), reason);
  }
}
