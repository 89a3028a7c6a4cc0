package io.doorward.token.directory.member;

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
import org.jspecify.annotations.Nullable;

/**
 * Changes members. What a change means for the tokens they own commits with it: their snapshots are
 * written anew, or, of a member who is removed, the tokens are revoked.
 */
@ApplicationScoped
class Members {
  private final Database database;
  private final Ledger ledger;
  private final MemberStore members;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  Members(Database database, Ledger ledger, MemberStore members, AuditLog audit, Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.members = members;
    this.audit = audit;
    this.clock = clock;
  }

  Uni<List<MemberView>> page(Slice slice) {
    return database.connection(sql -> members.page(sql, slice));
  }

  Uni<MemberView> one(Principal principal, String subject) {
    return database
        .connection(sql -> members.find(sql, principal.organizationId(), subject))
        .map(found -> found.orElseThrow(ProblemException::notFound));
  }

  Uni<MemberView> change(Principal principal, String subject, Role role) {
    Cause cause = cause(principal, null);
    return ledger.bulk(
        sql ->
            locked(sql, principal, subject)
                .chain(
                    before -> {
                      if (before.role() == role) {
                        return Uni.createFrom().item(before);
                      }
                      Ranks.require(principal, role);
                      MemberView after = before.withRole(role);
                      return notTheLastOwner(sql, principal, before)
                          .chain(
                              () -> members.change(sql, principal.organizationId(), subject, role))
                          .chain(() -> enter(sql, principal, "changed", before, after, cause))
                          .chain(
                              () ->
                                  ledger
                                      .refresh(sql, owned(principal, subject), cause)
                                      .map(after::following));
                    }));
  }

  Uni<Void> remove(Principal principal, String subject) {
    Cause cause = cause(principal, "the owner is no longer a member");
    return ledger.bulk(
        sql ->
            locked(sql, principal, subject)
                .chain(
                    before ->
                        notTheLastOwner(sql, principal, before)
                            .chain(
                                () ->
                                    members.remove(
                                        sql,
                                        principal.organizationId(),
                                        subject,
                                        cause.at(),
                                        principal.subject()))
                            .chain(() -> enter(sql, principal, "removed", before, null, cause))
                            .chain(() -> ledger.revoke(sql, owned(principal, subject), cause))
                            .replaceWithVoid()));
  }

  private Uni<MemberView> locked(SqlConnection sql, Principal principal, String subject) {
    return members
        .lock(sql, principal.organizationId())
        .chain(() -> members.find(sql, principal.organizationId(), subject))
        .map(found -> found.orElseThrow(ProblemException::notFound))
        .invoke(member -> Ranks.require(principal, member.role()));
  }

  private Uni<Void> notTheLastOwner(SqlConnection sql, Principal principal, MemberView member) {
    if (member.role() != Role.OWNER) {
      return Uni.createFrom().voidItem();
    }
    return members
        .owners(sql, principal.organizationId())
        .invoke(
            owners -> {
              if (owners < 2) {
                throw ProblemException.of(
                    ErrorCode.CONFLICT,
                    "An organization needs an owner; make somebody else one first.");
              }
            })
        .replaceWithVoid();
  }

  private Uni<Void> enter(
      SqlConnection sql,
      Principal principal,
      String what,
      MemberView before,
      @Nullable MemberView after,
      Cause cause) {
    return audit.append(
        sql,
        new AuditEntry(
            principal.organizationId(),
            cause.at(),
            principal.actor(),
            "member." + what,
            "member",
            before.subject(),
            before,
            after,
            null,
            null));
  }

  private static TokenSelection owned(Principal principal, String subject) {
    return TokenSelection.ownedBy(
        principal.organizationId(), new TokenOwner(TokenOwner.Kind.USER, subject));
  }

  private Cause cause(Principal principal, @Nullable String reason) {
    return Cause.of(principal.actor(), clock.instant().truncatedTo(ChronoUnit.MICROS), reason);
  }
}
