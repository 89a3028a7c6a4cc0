package io.doorward.gateway.mcp;

import io.doorward.contract.scope.Scope;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What each method of the protocol takes. A method that is not known takes a scope made of its
 * name, which only those have who were given everything of MCP.
 */
final class Policy {
  private static final String TOOLS = "mcp:tools:call";
  private static final String PROMPTS = "mcp:prompts:get";
  private static final Scope CALL_ANY = new Scope(TOOLS);
  private static final Scope CALL_EVERY = new Scope(TOOLS + ":*");
  private static final Scope GET_ANY = new Scope(PROMPTS);
  private static final Scope GET_EVERY = new Scope(PROMPTS + ":*");
  private static final Scope PROMPTS_READ = new Scope("mcp:prompts:read");
  private static final Scope RESOURCES_READ = new Scope("mcp:resources:read");

  private static final Need READ_RESOURCES = Need.of(RESOURCES_READ);
  private static final Need LIST_TOOLS =
      new Need(new Scope("mcp:tools:list"), List.of(CALL_ANY, CALL_EVERY), TOOLS);
  private static final Need LIST_PROMPTS =
      new Need(new Scope("mcp:prompts:list"), List.of(PROMPTS_READ, GET_ANY, GET_EVERY), PROMPTS);
  private static final Need LIST_RESOURCES =
      Need.of(new Scope("mcp:resources:list"), RESOURCES_READ);

  private static final Set<String> FREE =
      Set.of("initialize", "ping", "server/discover", "logging/setLevel");
  private static final String NOTIFICATION = "notifications/";

  private Policy() {}

  /** All that a message takes. */
  static List<Need> needs(Message.Call call) {
    String method = call.method();
    if (FREE.contains(method) || method.startsWith(NOTIFICATION)) {
      return List.of();
    }
    return switch (method) {
      case "tools/list" -> List.of(LIST_TOOLS);
      case "tools/call" -> List.of(tool(call.name().orElse("")));
      case "prompts/list" -> List.of(LIST_PROMPTS);
      case "prompts/get" -> List.of(prompt(call.name().orElse("")));
      case "resources/list", "resources/templates/list" -> List.of(LIST_RESOURCES);
      case "resources/read", "resources/subscribe", "resources/unsubscribe" ->
          List.of(READ_RESOURCES);
      case "subscriptions/listen" -> call.watchesResources() ? List.of(READ_RESOURCES) : List.of();
      case "completion/complete" -> List.of(completion(call));
      default -> List.of(Need.of(unknown(method)));
    };
  }

  static Need tool(String name) {
    return Need.of(ScopeNames.below(TOOLS, name).orElse(CALL_EVERY), CALL_ANY);
  }

  static Need prompt(String name) {
    return Need.of(ScopeNames.below(PROMPTS, name).orElse(GET_EVERY), GET_ANY, PROMPTS_READ);
  }

  static Need resources() {
    return READ_RESOURCES;
  }

  /** What is completed is told by it: the arguments of a prompt, or the URI of a resource. */
  private static Need completion(Message.Call call) {
    Optional<String> prompt = call.completedPrompt();
    return prompt.isPresent() ? prompt(prompt.get()) : READ_RESOURCES;
  }

  private static Scope unknown(String method) {
    return ScopeNames.below("mcp:methods", method).orElse(new Scope("mcp:methods:*"));
  }
}
