package io.doorward.token.directory.invitation;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.scope.Role;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
import io.doorward.token.directory.Ranks;
import io.doorward.token.directory.page.Slice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes and withdraws invitations; nobody invites to a role above their own. */
@ApplicationScoped
class Invitations {
  private final Database database;
  private final InvitationStore invitations;
  private final AuditLog audit;
  private final InvitationConfig config;
  private final Clock clock;

  @Inject
  Invitations(
      Database database,
      InvitationStore invitations,
      AuditLog audit,
      InvitationConfig config,
      Clock clock) {
    this.database = database;
    this.invitations = invitations;
    this.audit = audit;
    this.config = config;
    this.clock = clock;
  }

  Uni<InvitationView> invite(Principal principal, String email, Role role) {
    Ranks.require(principal, role);
    Instant now = now();
    InvitationView invitation =
        new InvitationView(
            UUID.randomUUID(), email, role, principal.subject(), now, now.plus(config.lifetime()));
    return database.transaction(
        sql ->
            invitations
                .isMember(sql, principal.organizationId(), email)
                .invoke(member -> refuse(member, "This address is a member's already."))
                .chain(() -> invitations.insert(sql, principal.organizationId(), invitation))
                .invoke(
                    added ->
                        refuse(!added, "This address is invited already; withdraw that first."))
                .chain(() -> enter(sql, principal, "created", null, invitation, now))
                .replaceWith(invitation));
  }

  Uni<List<InvitationView>> page(Slice slice) {
    return database.connection(sql -> invitations.page(sql, slice, now()));
  }

  Uni<Void> withdraw(Principal principal, UUID id) {
    Instant now = now();
    return database.transaction(
        sql ->
            invitations
                .lock(sql, principal.organizationId(), id, now)
                .map(found -> found.orElseThrow(ProblemException::notFound))
                .invoke(invitation -> Ranks.require(principal, invitation.role()))
                .call(() -> invitations.withdraw(sql, id, now))
                .chain(before -> enter(sql, principal, "withdrawn", before, null, now)));
  }

  private Uni<Void> enter(
      SqlConnection sql,
      Principal principal,
      String what,
      @Nullable InvitationView before,
      @Nullable InvitationView after,
      Instant now) {
    InvitationView target = before == null ? Objects.requireNonNull(after) : before;
    return audit.append(
        sql,
        new AuditEntry(
            principal.organizationId(),
            now,
            principal.actor(),
            "invitation." + what,
            "invitation",
            target.id().toString(),
            before,
            after,
            null,
            null));
  }

  private static void refuse(boolean refused, String why) {
    if (refused) {
      throw ProblemException.of(ErrorCode.CONFLICT, why);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
