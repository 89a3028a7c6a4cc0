package io.doorward.token.directory.agent;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.kit.problem.ProblemException;
import io.doorward.token.audit.AuditEntry;
import io.doorward.token.audit.AuditLog;
import io.doorward.token.change.Cause;
import io.doorward.token.change.Ledger;
import io.doorward.token.database.Database;
import io.doorward.token.directory.Principal;
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

/** Changes agents; whoever made one and the administrators may. */
@ApplicationScoped
class Agents {
  private final Database database;
  private final Ledger ledger;
  private final AgentStore agents;
  private final AuditLog audit;
  private final Clock clock;

  @Inject
  Agents(Database database, Ledger ledger, AgentStore agents, AuditLog audit, Clock clock) {
    this.database = database;
    this.ledger = ledger;
    this.agents = agents;
    this.audit = audit;
    this.clock = clock;
  }

  Uni<List<AgentView>> page(Principal principal, Slice slice) {
    return database.connection(sql -> agents.page(sql, principal, slice));
  }

  Uni<AgentView> one(Principal principal, UUID id) {
    return database
        .connection(sql -> agents.readable(sql, principal, id))
        .map(found -> found.orElseThrow(ProblemException::notFound));
  }

  Uni<AgentView> create(
      Principal principal, String name, String description, Visibility visibility) {
    if (principal.token() != null && principal.token().agentId() != null) {
      throw ProblemException.of(
          ErrorCode.INSUFFICIENT_SCOPE, "The token in use is confined to one agent.");
    }
    publish(principal, visibility);
    Cause cause = cause(principal, null);
    AgentView agent =
        new AgentView(
            UUID.randomUUID(),
            principal.organizationId(),
            name,
            description,
            visibility,
            principal.subject(),
            cause.at());
    return database.transaction(
        sql ->
            agents
                .room(sql, principal.organizationId())
                .invoke(
                    room -> {
                      if (!room) {
                        throw ProblemException.of(
                            ErrorCode.CONFLICT,
                            "The plan allows no more agents; delete one first.");
                      }
                    })
                .chain(() -> agents.insert(sql, agent))
                .chain(() -> enter(sql, "created", null, agent, cause))
                .replaceWith(agent));
  }

  Uni<AgentView> change(Principal principal, UUID id, DescribeAgent asked) {
    Cause cause = cause(principal, null);
    return database.transaction(
        sql ->
            locked(sql, principal, id)
                .chain(
                    before -> {
                      AgentView after = asked.applied(before);
                      if (after.equals(before)) {
                        return Uni.createFrom().item(before);
                      }
                      if (after.visibility() != before.visibility()) {
                        publish(principal, after.visibility());
                      }
                      return agents
                          .update(sql, after)
                          .chain(() -> enter(sql, "changed", before, after, cause))
                          .replaceWith(after);
                    }));
  }

  /** Tokens confined to the agent are revoked with it. */
  Uni<Void> delete(Principal principal, UUID id) {
    Cause cause = cause(principal, "the agent is deleted");
    TokenSelection confined = TokenSelection.ofAgent(principal.organizationId(), id);
    return ledger.bulk(
        sql ->
            locked(sql, principal, id)
                .call(() -> agents.delete(sql, id, cause.at()))
                .call(before -> enter(sql, "deleted", before, null, cause))
                .chain(() -> ledger.revoke(sql, confined, cause))
                .replaceWithVoid());
  }

  private Uni<AgentView> locked(SqlConnection sql, Principal principal, UUID id) {
    return agents
        .lock(sql, principal, id)
        .map(found -> found.orElseThrow(ProblemException::notFound))
        .invoke(
            agent -> {
              if (!agent.createdBy().equals(principal.subject()) && !principal.administers()) {
                throw ProblemException.of(
                    ErrorCode.INSUFFICIENT_SCOPE,
                    "Somebody else made this agent; ask them or an administrator.");
              }
            });
  }

  private static void publish(Principal principal, Visibility visibility) {
    if (visibility == Visibility.PUBLIC && !principal.administers()) {
      throw ProblemException.of(
          ErrorCode.INSUFFICIENT_SCOPE, "Only an administrator makes an agent public.");
    }
  }

  private Uni<Void> enter(
      SqlConnection sql,
      String what,
      @Nullable AgentView before,
      @Nullable AgentView after,
      Cause cause) {
    AgentView target = before == null ? Objects.requireNonNull(after) : before;
    return audit.append(
        sql,
        new AuditEntry(
            target.organizationId(),
            cause.at(),
            cause.actor(),
            "agent." + what,
            "agent",
            target.id().toString(),
            before,
            after,
            null,
            null));
  }

  private Cause cause(Principal principal, @Nullable String reason) {
    return Cause.of(principal.actor(), clock.instant().truncatedTo(ChronoUnit.MICROS), reason);
  }
}
