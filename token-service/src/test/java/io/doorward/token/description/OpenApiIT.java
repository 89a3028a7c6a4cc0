package io.doorward.token.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("F6")
class OpenApiIT {

  @Test
  void everyOperationTellsWhatItDoesAndEveryAnswerItsForm() {
    JsonPath document = RestAssured.given().accept("application/json").get("/q/openapi").jsonPath();
    Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
    assertThat(paths).hasSize(7);
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

  private static void answers(String path, String method, Map<String, Object> operation) {
    @SuppressWarnings("unchecked")
    Map<String, Map<String, Map<String, Object>>> responses =
        (Map<String, Map<String, Map<String, Object>>>) operation.get("responses");
    assertThat(responses).containsKeys("401", "503");
    responses.forEach(
        (status, response) -> {
          String place = method + " " + path + " " + status;
          if (status.equals("204")) {
            assertThat(response).as(place).doesNotContainKey("content");
          } else {
            assertThat(response.get("content"))
                .as(place)
                .containsOnlyKeys(
                    status.startsWith("2") ? "application/json" : "application/problem+json");
          }
        });
  }
}
