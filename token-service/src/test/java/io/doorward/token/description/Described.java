package io.doorward.token.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** An operation as the running service's OpenAPI document describes it, ready to be called. */
@SuppressWarnings("unchecked")
record Described(String method, String path, Map<String, Object> operation, JsonPath document) {
  private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** Values that pass for what a member of this name or kind takes. */
  private static final Map<String, Object> SAMPLES =
      Map.of("scopes", List.of("demo:read"), "reason", "sample", "name", "sample");

  static Stream<Described> all() {
    JsonPath document = RestAssured.given().accept("application/json").get("/q/openapi").jsonPath();
    Map<String, Map<String, Object>> paths = document.getMap("paths");
    List<Described> all = new ArrayList<>();
    paths.forEach(
        (path, item) ->
            item.forEach(
                (method, operation) -> {
                  if (METHODS.contains(method)) {
                    all.add(new Described(method, path, (Map<String, Object>) operation, document));
                  }
                }));
    assertThat(all).isNotEmpty();
    return all.stream();
  }

  boolean open() {
    return List.of().equals(operation.get("security"));
  }

  boolean internal() {
    return path.startsWith("/internal/");
  }

  /** The kinds of its path parameters: what stands before them in the path, and their name. */
  List<String> parameterKinds() {
    List<String> kinds = new ArrayList<>();
    Matcher matcher = PARAMETER.matcher(path);
    while (matcher.find()) {
      String[] before = path.substring(0, matcher.start()).split("/");
      kinds.add(before[before.length - 1] + "/{" + matcher.group(1) + "}");
    }
    return kinds;
  }

  /** Whether it makes what a path parameter of this kind names. */
  boolean makes(String kind) {
    return method.equals("post")
        && parameterKinds().isEmpty()
        && path.endsWith("/" + kind.substring(0, kind.indexOf('/')));
  }

  /** Calls it with these values of its path parameters, in order, and a body it may like. */
  Response call(RequestSpecification request, List<String> values) {
    String filled = path;
    for (String value : values) {
      filled = PARAMETER.matcher(filled).replaceFirst(Matcher.quoteReplacement(value));
    }
    return body(request).request(method.toUpperCase(java.util.Locale.ROOT), filled);
  }

  /** Calls it with these values of its path parameters, in order, and what the request holds. */
  Response send(RequestSpecification request, List<String> values) {
    return request.request(method.toUpperCase(java.util.Locale.ROOT), path, values.toArray());
  }

  List<String> queryParameters() {
    List<Map<String, Object>> parameters =
        (List<Map<String, Object>>) operation.getOrDefault("parameters", List.of());
    return parameters.stream()
        .filter(parameter -> "query".equals(parameter.get("in")))
        .map(parameter -> String.valueOf(parameter.get("name")))
        .toList();
  }

  /** The example of the JSON it takes; empty if it takes none. */
  Optional<Object> exampleBody() {
    Map<String, Object> body = (Map<String, Object>) operation.get("requestBody");
    if (body == null) {
      return Optional.empty();
    }
    Map<String, Map<String, Object>> content =
        (Map<String, Map<String, Object>>) body.get("content");
    return Optional.ofNullable(content.get("application/json")).map(form -> form.get("example"));
  }

  /** The schema of the JSON it takes; empty if it takes none. */
  Optional<Map<String, Object>> bodySchema() {
    Map<String, Object> body = (Map<String, Object>) operation.get("requestBody");
    if (body == null) {
      return Optional.empty();
    }
    Map<String, Map<String, Object>> content =
        (Map<String, Map<String, Object>>) body.get("content");
    return Optional.ofNullable(content.get("application/json"))
        .map(form -> (Map<String, Object>) form.get("schema"));
  }

  private RequestSpecification body(RequestSpecification request) {
    Map<String, Object> body = (Map<String, Object>) operation.get("requestBody");
    if (body == null) {
      return request.noContentType();
    }
    Map<String, Map<String, Object>> content =
        (Map<String, Map<String, Object>>) body.get("content");
    if (content.containsKey("application/json")) {
      Map<String, Object> form = content.get("application/json");
      Object sample =
          form.containsKey("example")
              ? form.get("example")
              : sample("", (Map<String, Object>) form.get("schema"));
      return request.contentType("application/json").body(sample);
    }
    String type = content.keySet().iterator().next();
    return type.equals("application/x-www-form-urlencoded")
        ? request.contentType(type).formParam("token", "sample")
        : request.contentType(type).body("sample".getBytes(StandardCharsets.UTF_8));
  }

  private static String type(Map<String, Object> schema) {
    Object type = schema.get("type") instanceof List<?> types ? types.get(0) : schema.get("type");
    return String.valueOf(type);
  }

  /** As small as may be: what is required, and what {@link #SAMPLES} has a value for. */
  private Object sample(String name, Map<String, Object> schema) {
    Map<String, Object> known = resolved(schema);
    if (known.containsKey("example")) {
      return known.get("example");
    }
    if (known.get("examples") instanceof List<?> examples && "string".equals(type(known))) {
      return examples.get(0);
    }
    if (SAMPLES.containsKey(name)) {
      return SAMPLES.get(name);
    }
    if (known.get("enum") instanceof List<?> values) {
      return values.get(0);
    }
    return switch (type(known)) {
      case "array" -> List.of();
      case "integer", "number" -> 1;
      case "boolean" -> false;
      case "string" -> "date-time".equals(known.get("format")) ? "2099-01-01T00:00:00Z" : "sample";
      default -> object(known);
    };
  }

  private Map<String, Object> object(Map<String, Object> schema) {
    Map<String, Object> properties =
        (Map<String, Object>) schema.getOrDefault("properties", Map.of());
    List<String> required = (List<String>) schema.getOrDefault("required", List.of());
    Map<String, Object> object = new LinkedHashMap<>();
    properties.forEach(
        (name, property) -> {
          if (required.contains(name) || SAMPLES.containsKey(name)) {
            object.put(name, sample(name, (Map<String, Object>) property));
          }
        });
    return object;
  }

  /** What the schema refers to, if it does. */
  Map<String, Object> resolved(Map<String, Object> schema) {
    Object reference = schema.get("$ref");
    if (reference == null) {
      return schema;
    }
    String name = reference.toString().substring("#/components/schemas/".length());
    return resolved(
        ((Map<String, Map<String, Object>>) document.get("components.schemas")).get(name));
  }

  @Override
  public String toString() {
    return method.toUpperCase(java.util.Locale.ROOT) + " " + path;
  }
}
