package io.doorward.token.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.restassured.RestAssured;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Whatever a test asks, the answer has to be one that the OpenAPI document names for the operation:
 * its status, its media type, and a body of that form with nothing besides.
 */
final class AsDescribed implements Filter {
  private static final ObjectMapper JSON = new ObjectMapper();

  static final AsDescribed FILTER = new AsDescribed();

  /** What the HTTP layer refuses whatever the operation. */
  private static final Set<Integer> OF_THE_LAYER = Set.of(405, 406, 413, 414, 415, 431);

  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();
  private volatile JsonNode document = JSON.nullNode();

  @Override
  public Response filter(
      FilterableRequestSpecification request,
      FilterableResponseSpecification expected,
      FilterContext context) {
    Response answer = context.next(request, expected);
    String method = request.getMethod().toLowerCase(Locale.ROOT);
    String path = template(URI.create(request.getURI()).getRawPath(), method);
    // What is internal is not there for most, and the document is not for them.
    boolean open = !path.isEmpty() && !path.startsWith("/internal/");
    if (open && !OF_THE_LAYER.contains(answer.statusCode())) {
      check(method, path, answer);
    }
    return answer;
  }

  private void check(String method, String path, Response answer) {
    JsonNode responses = document().at("/paths").get(path).get(method).get("responses");
    JsonNode described = responses.path(Integer.toString(answer.statusCode()));
    String place = method + " " + path + " " + answer.statusCode();
    assertThat(described.isMissingNode())
        .as("%s is not in the OpenAPI document; it answered %s", place, answer.asString())
        .isFalse();
    if (answer.asString().isEmpty()) {
      return;
    }
    String type = answer.contentType().split(";")[0];
    JsonNode form = described.path("content").path(type);
    assertThat(form.isMissingNode()).as("%s as %s is not in the document", place, type).isFalse();
    if (type.endsWith("json")) {
      JsonSchema schema =
          schemas.computeIfAbsent(place + " " + type, any -> schema(form.get("schema")));
      assertThat(schema.validate(answer.asString(), InputFormat.JSON))
          .as("%s answered %s", place, answer.asString())
          .isEmpty();
    }
  }

  private JsonSchema schema(JsonNode form) {
    ObjectNode root = form.deepCopy();
    root.put("unevaluatedProperties", false);
    root.set("components", document().get("components"));
    return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(root);
  }

  /** The path in the document that has this method; empty if there is none. */
  private String template(String path, String method) {
    String found = "";
    for (String candidate : (Iterable<String>) () -> document().get("paths").fieldNames()) {
      String pattern = Pattern.quote(candidate).replaceAll("\\{[^}]+}", "\\\\E[^/]+\\\\Q");
      boolean fits = path.matches(pattern) && document().at("/paths").get(candidate).has(method);
      if (fits && (found.isEmpty() || found.contains("{"))) {
        found = candidate;
      }
    }
    return found;
  }

  private JsonNode document() {
    if (document.isNull()) {
      String text = RestAssured.given().accept("application/json").get("/q/openapi").asString();
      try {
        document = JSON.readTree(text);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return document;
  }
}
