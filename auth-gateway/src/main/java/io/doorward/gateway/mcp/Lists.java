package io.doorward.gateway.mcp;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes out of a list what the caller could not use. */
final class Lists {
  /** Schemas of tools are deeper than messages. */
  private static final int DEPTH = 256;

  /** Text comes out as it went in, numbers too. */
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(DEPTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private static final String CACHE_SCOPE = "cacheScope";

  private final Permissions permissions;

  Lists(Permissions permissions) {
    this.permissions = permissions;
  }

  /**
   * The message without what the caller could not use; empty if it is to be passed on as it came.
   *
   * @throws UnfitAnswer if it is not JSON that all readers understand alike
   */
  Optional<String> prune(String message) throws UnfitAnswer {
    try {
      JsonNode root = JSON.readTree(message);
      boolean changed = false;
      if (root.isArray()) {
        for (JsonNode one : root) {
          changed |= prune(one);
        }
      } else {
        changed = prune(root);
      }
      return changed ? Optional.of(JSON.writeValueAsString(root)) : Optional.empty();
    } catch (JsonProcessingException e) {
      throw new UnfitAnswer("The server's list is not JSON that can be looked into.");
    }
  }

  private boolean prune(JsonNode message) throws UnfitAnswer {
    if (!(message.get("result") instanceof ObjectNode result)) {
      return false;
    }
    boolean resources = may(Policy.resources());
    boolean changed = keep(result, "tools", tool -> mayCall(tool));
    changed |= keep(result, "prompts", prompt -> mayGet(prompt));
    changed |= keep(result, "resources", any -> resources);
    changed |= keep(result, "resourceTemplates", any -> resources);
    return changed;
  }

  private boolean mayCall(JsonNode tool) {
    return tool.path("name").isTextual() && may(Policy.tool(tool.path("name").textValue()));
  }

  private boolean mayGet(JsonNode prompt) {
    return prompt.path("name").isTextual() && may(Policy.prompt(prompt.path("name").textValue()));
  }

  private boolean may(Need need) {
    return need.metBy(permissions).isPresent();
  }

  /** What one caller sees is nobody else's to keep (revision 2026-07-28, Caching). */
  private static boolean keep(ObjectNode result, String list, Predicate<JsonNode> wanted)
      throws UnfitAnswer {
    JsonNode items = result.get(list);
    if (items == null) {
      return false;
    }
    if (!(items instanceof ArrayNode array)) {
      throw new UnfitAnswer("What the server calls a list is none.");
    }
    boolean changed = false;
    for (Iterator<JsonNode> each = array.iterator(); each.hasNext(); ) {
      if (!wanted.test(each.next())) {
        each.remove();
        changed = true;
      }
    }
    if ("public".equals(result.path(CACHE_SCOPE).asText())) {
      result.put(CACHE_SCOPE, "private");
      changed = true;
    }
    return changed;
  }
}
