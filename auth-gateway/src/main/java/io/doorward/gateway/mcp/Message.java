package io.doorward.gateway.mcp;

import java.util.Optional;

/** A JSON-RPC message of a client, as far as the gateway looks at it. */
sealed interface Message {

  /**
   * A request or a notification.
   *
   * @param id as JSON; empty for a notification
   * @param name {@code params.name}
   * @param uri {@code params.uri}
   * @param completedPrompt {@code params.ref.name}, if that refers to a prompt
   * @param version the protocol's revision that the message names
   * @param watchesResources whether it asks to be told of changes of certain resources
   */
  record Call(
      Optional<String> id,
      String method,
      Optional<String> name,
      Optional<String> uri,
      Optional<String> completedPrompt,
      Optional<String> version,
      boolean watchesResources)
      implements Message {}

  /** A client's answer to what the server asked it (revisions before 2026-07-28). */
  record Answer() implements Message {}

  /**
   * Not one message that all readers understand alike.
   *
   * @param id as JSON, where it could be read
   * @param parses whether it is JSON at all
   */
  record Unreadable(Optional<String> id, boolean parses, String fault) implements Message {}
}
