package io.doorward.gateway.check;

import io.doorward.contract.event.CredentialKind;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.snapshot.TokenOwner;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.gateway.route.AgentInPath;
import io.doorward.gateway.usage.UsageEntry;

/** What a decision says for the record of a request. */
public final class UsageNotes {
  private UsageNotes() {}

  /** Notes route and caller. */
  public static void note(Decision decision, UsageEntry entry) {
    decision.match().ifPresent(match -> entry.route(match.route().id(), match.template()));
    decision.caller().ifPresent(caller -> note(caller, entry));
    if (decision instanceof Decision.Admitted admitted) {
      admitted.route().agent().flatMap(AgentInPath::id).ifPresent(entry::agent);
    }
    if (decision instanceof Decision.Refused refused
        && refused.code() == ErrorCode.INVALID_TOKEN
        && refused.caller().orElse(null) instanceof Caller.TokenHolder holder) {
      entry.notValid(holder.token());
    }
  }

  private static void note(Caller caller, UsageEntry entry) {
    if (caller instanceof Caller.TokenHolder holder) {
      TokenSnapshot token = holder.token();
      entry.token(token.tokenId(), token.organizationId(), token.owner(), token.agentId());
    } else if (caller instanceof Caller.Person person) {
      entry.credential(
          CredentialKind.SESSION,
          new TokenOwner(TokenOwner.Kind.USER, person.principal().subject()));
    }
  }
}
