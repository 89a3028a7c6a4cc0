package io.doorward.token.description;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Bodies that are right but for one array, which holds null. */
@SuppressWarnings("unchecked")
final class NullsInArrays {
  private static final List<Object> NULL = java.util.Collections.singletonList(null);

  private final Described operation;

  private NullsInArrays(Described operation) {
    this.operation = operation;
  }

  /** One for each array the operation's schema knows, whether its example has it or not. */
  static List<Object> in(Described operation) {
    Optional<Map<String, Object>> schema = operation.bodySchema();
    return schema.isEmpty()
        ? List.of()
        : new NullsInArrays(operation)
            .variants(schema.get(), operation.exampleBody().orElse(Map.of()));
  }

  private List<Object> variants(Map<String, Object> schema, Object example) {
    Map<String, Object> known = operation.resolved(schema);
    if (known.get("items") instanceof Map<?, ?> items) {
      List<Object> all = new ArrayList<>(List.of(NULL));
      Object first = example instanceof List<?> list && !list.isEmpty() ? list.get(0) : Map.of();
      variants((Map<String, Object>) items, first).forEach(inner -> all.add(List.of(inner)));
      return all;
    }
    Map<String, Object> members = new LinkedHashMap<>();
    if (known.get("properties") instanceof Map<?, ?> properties) {
      members.putAll((Map<String, Object>) properties);
    }
    if (known.get("additionalProperties") instanceof Map<?, ?> values) {
      members.put("service", values);
    }
    Map<String, Object> base =
        example instanceof Map<?, ?> map ? (Map<String, Object>) map : Map.of();
    List<Object> all = new ArrayList<>();
    members.forEach(
        (name, member) ->
            variants((Map<String, Object>) member, base.getOrDefault(name, Map.of()))
                .forEach(
                    inner -> {
                      Map<String, Object> body = new LinkedHashMap<>(base);
                      body.put(name, inner);
                      all.add(body);
                    }));
    return all;
  }
}
