package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("TEN-1")
@Tag("CMP-3")
class IsolationIT {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "PATCH",
        "DELETE",
        "/family",
        "/revoke",
        "/rotate",
        "/suspend",
        "/reactivate"
      })
  void anotherOrganizationsTokenIsNotThere(String operation) {
    assertNotThere(operation, Api.as("erin"), Api.as("alice").create("alice's", "read").get("id"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET",
        "PATCH",
        "DELETE",
        "/family",
        "/revoke",
        "/rotate",
        "/suspend",
        "/reactivate"
      })
  void anotherMembersTokenIsNotThere(String operation) {
    assertNotThere(operation, Api.as("carol"), Api.as("alice").create("alice's", "read").get("id"));
  }

  private static void assertNotThere(String operation, Api stranger, String id) {
    stranger.me();
    String before = Rows.fingerprint();
    Response foreign = call(stranger, operation, id);
    Response unknown = call(stranger, operation, UUID.randomUUID().toString());
    Response nonsense = call(stranger, operation, "nonsense");
    assertThat(foreign.statusCode()).isEqualTo(404);
    assertThat(body(foreign)).isEqualTo(body(unknown)).isEqualTo(body(nonsense));
    assertThat(headers(foreign)).isEqualTo(headers(unknown)).isEqualTo(headers(nonsense));
    assertThat(Rows.fingerprint()).isEqualTo(before);
  }

  private static Response call(Api who, String operation, String id) {
    String path = "/api/v1/tokens/" + id;
    return switch (operation) {
      case "GET" -> who.get(path);
      case "/family" -> who.get(path + operation);
      case "PATCH" ->
          who.request().contentType(ContentType.JSON).body("{\"name\":\"mine now\"}").patch(path);
      case "DELETE" -> who.request().delete(path);
      case "/suspend" -> who.post(path + operation, "{\"reason\":\"mine now\"}");
      default -> who.post(path + operation);
    };
  }

  private static String body(Response response) {
    return response.asString().replace(response.header("X-Request-Id"), "…");
  }

  private static String headers(Response response) {
    return response.headers().asList().toString().replace(response.header("X-Request-Id"), "…");
  }
}
