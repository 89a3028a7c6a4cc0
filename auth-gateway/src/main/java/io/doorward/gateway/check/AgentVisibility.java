package io.doorward.gateway.check;

import io.doorward.contract.decision.AgentRule;
import io.doorward.contract.snapshot.AgentSnapshot;
import io.doorward.gateway.credential.SessionPrincipal;
import io.doorward.gateway.route.AgentInPath;
import io.doorward.gateway.route.AgentInPath.Visibility;
import io.doorward.gateway.route.RouteOutcome;
import io.doorward.gateway.snapshot.AgentAnswer;
import io.doorward.gateway.snapshot.Agents;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/**
 * Holds what is admitted back until it is known that the caller sees the agent in the path, where
 * the route asks for it. After the limits, so that whoever tries ids pays for each.
 */
@Singleton
class AgentVisibility {
  private final Agents agents;

  @Inject
  AgentVisibility(Agents agents) {
    this.agents = agents;
  }

  Future<Decision> hold(RouteOutcome.Matched match, Future<Decision> decision) {
    return match.agent().isEmpty() || match.agent().get().visibility() == Visibility.NOT_ASKED
        ? decision
        : decision.compose(
            made ->
                made instanceof Decision.Admitted admitted
                    ? ask(admitted, match.agent().get())
                    : Future.succeededFuture(made));
  }

  private Future<Decision> ask(Decision.Admitted admitted, AgentInPath named) {
    if (named.id().isEmpty()) {
      return Future.succeededFuture(Refusals.agentHidden(admitted));
    }
    boolean toRun = named.visibility() == Visibility.RUN;
    return agents.find(named.id().get()).map(answer -> told(admitted, answer, toRun));
  }

  private static Decision told(Decision.Admitted admitted, AgentAnswer answer, boolean toRun) {
    if (answer instanceof AgentAnswer.Unavailable) {
      return Refusals.unavailable(admitted.route(), admitted.who());
    }
    return answer instanceof AgentAnswer.Known known && sees(admitted.who(), known.agent(), toRun)
        ? admitted
        : Refusals.agentHidden(admitted);
  }

  private static boolean sees(Caller caller, AgentSnapshot agent, boolean toRun) {
    if (caller instanceof Caller.TokenHolder holder) {
      return AgentRule.sees(holder.token(), agent, toRun);
    }
    if (caller instanceof Caller.Person person) {
      SessionPrincipal who = person.principal();
      return AgentRule.sees(who.organization().orElse(""), who.subject(), who.role(), agent, toRun);
    }
    return false;
  }
}
