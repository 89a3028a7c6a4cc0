package io.doorward.gateway.snapshot;

import io.doorward.contract.snapshot.AgentSnapshot;

/** What is known of an agent. */
public sealed interface AgentAnswer {

  /** This is the agent, no staler than promised. */
  record Known(AgentSnapshot agent) implements AgentAnswer {}

  /** There is no such agent. */
  record Unknown() implements AgentAnswer {}

  /** Nobody can be asked. Never a yes. */
  record Unavailable() implements AgentAnswer {}
}
