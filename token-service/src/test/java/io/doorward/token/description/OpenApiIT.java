package io.doorward.token.description;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("F6")
class OpenApiIT {
  private static final Set<String> EMPTY = Set.of("202", "204");
  private static final Set<String> FORMS =
      Set.of("application/json", "application/x-ndjson", "text/csv");

  @Test
  void everyOperationTellsWhatItDoesAndEveryAnswerItsForm() {
    JsonPath document = RestAssured.given().accept("application/json").get("/q/openapi").jsonPath();
    Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
    assertThat(paths).containsKeys("/api/v1/tokens", "/api/v1/me", "/api/v1/audit");
    paths.forEach(
        (path, operations) ->
            operations.forEach(
                (method, operation) -> {
                  assertThat(operation)
                      .as(method + " " + path)
                      .containsKeys("summary", "operationId");
                  answers(path, method, operation);
                }));
  }

  /** Whoever copies an example sends, or expects, what the operation takes or gives. */
  @Test
  void everyBodyHasAnExampleOfItsForm() throws IOException {
    String text = RestAssured.given().accept("application/json").get("/q/openapi").asString();
    JsonNode document = new ObjectMapper().readTree(text);
    for (JsonNode path : document.get("paths")) {
      for (JsonNode operation : path) {
        String name = operation.path("operationId").asText();
        examples(document, name, operation.path("requestBody").path("content"));
        operation
            .path("responses")
            .properties()
            .forEach(
                answer -> {
                  if (answer.getKey().startsWith("2")) {
                    examples(document, name, answer.getValue().path("content"));
                  }
                });
      }
    }
  }

  private static void examples(JsonNode document, String operation, JsonNode content) {
    content
        .properties()
        .forEach(
            type -> {
              JsonNode example = type.getValue().path("example");
              assertThat(example.isMissingNode() || example.isNull())
                  .as("openapi-samples.json lacks what %s needs as %s", operation, type.getKey())
                  .isFalse();
              if (type.getKey().endsWith("/json")) {
                ObjectNode schema = type.getValue().get("schema").deepCopy();
                schema.put("unevaluatedProperties", false);
                schema.set("components", document.get("components"));
                assertThat(
                        JsonSchemaFactory.getInstance(VersionFlag.V202012)
                            .getSchema(schema)
                            .validate(example))
                    .as("the example of %s: %s", operation, example)
                    .isEmpty();
              }
            });
  }

  private static void answers(String path, String method, Map<String, Object> operation) {
    @SuppressWarnings("unchecked")
    Map<String, Map<String, Map<String, Object>>> responses =
        (Map<String, Map<String, Map<String, Object>>>) operation.get("responses");
    assertThat(responses).as(method + " " + path).containsKey("503");
    // An operation that is open to anyone says so.
    if (!List.of().equals(operation.get("security"))) {
      assertThat(responses).as(method + " " + path).containsKey("401");
    }
    responses.forEach(
        (status, response) -> {
          String place = method + " " + path + " " + status;
          if (EMPTY.contains(status) || place.equals("post /oauth/revoke 200")) {
            assertThat(response).as(place).doesNotContainKey("content");
          } else {
            assertThat(response.get("content").keySet())
                .as(place)
                .isSubsetOf(status.startsWith("2") ? FORMS : Set.of("application/problem+json"))
                .isNotEmpty();
          }
        });
  }
}
