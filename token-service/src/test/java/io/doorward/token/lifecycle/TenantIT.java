package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Whichever organization a request names, it is made in that of its credential. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("TEN-3")
class TenantIT {
  private static final List<String> HEADERS =
      List.of(
          "X-Tenant-Id",
          "X-Tenant",
          "X-Organization-Id",
          "X-Org-Id",
          "X-Doorward-Organization",
          "X-Doorward-Owner",
          "X-Forwarded-User");
  private static final List<String> NAMES =
      List.of("organization", "organizationId", "organization_id", "org", "tenant", "tenantId");

  @Test
  void headersAndQueryNameNobodyElsesOrganization() {
    Api stranger = Api.as("tia", "tenant-a", "owner");
    Api other = Api.as("tom", "tenant-b", "owner");
    String foreign = other.create("theirs", "read").getString("id");
    String own = stranger.create("mine", "read").getString("id");
    String organization = other.me().getString("organization.id");
    RequestSpecification request = stranger.request();
    HEADERS.forEach(name -> request.header(name, organization));
    assertThat(request.get("/api/v1/tokens").jsonPath().getList("items.id")).containsExactly(own);
    RequestSpecification single = stranger.request();
    HEADERS.forEach(name -> single.header(name, organization));
    single.get("/api/v1/tokens/" + foreign).then().statusCode(404);
    for (String name : NAMES) {
      String query = "?" + name + "=" + organization;
      for (String path : List.of("/api/v1/tokens", "/api/v1/tokens/" + foreign)) {
        stranger
            .get(path + query)
            .then()
            .statusCode(400)
            .body("errors.location", equalTo(List.of("query/" + name)));
      }
    }
  }

  @Test
  void aBodyThatNamesAnOrganizationMakesNothingAnywhereElse() {
    Api stranger = Api.as("tia", "tenant-a", "owner");
    String organization = Api.as("tom", "tenant-b", "owner").me().getString("organization.id");
    long before = tokensOf(organization);
    for (String name : NAMES) {
      stranger
          .request()
          .contentType(ContentType.JSON)
          .body(
              "{\"name\":\"t\",\"scopes\":[\"read\"],\"%s\":\"%s\"}".formatted(name, organization))
          .post("/api/v1/tokens")
          .then()
          .statusCode(400);
    }
    assertThat(tokensOf(organization)).isEqualTo(before);
  }

  private static long tokensOf(String organization) {
    return Rows.count(
        "SELECT count(*) FROM tokens.token WHERE organization_id = ?::uuid", organization);
  }
}
