package io.doorward.token.directory.organization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S6")
class PlanIT {
  private static final String PATH = "/api/v1/organization";
  private static final String PRO = "{\"plan\":\"pro\"}";

  @Test
  void plansTellTheirLimitsAndTheOrganizationItsPlan() {
    Api owner = owner("p-see");
    owner
        .get("/api/v1/plans")
        .then()
        .statusCode(200)
        .body("items.id", contains("free", "pro", "enterprise"))
        .body("items[1].limits.perMinute", equalTo(6000))
        .body("items[1].organizationLimits.perMinute", equalTo(120000));
    owner
        .get(PATH)
        .then()
        .statusCode(200)
        .body("slug", equalTo("p-see"))
        .body("plan", equalTo("free"));
    Api.as("mia", "p-see", "member").get(PATH).then().statusCode(403);
    Api.as("mia", "p-see", "member").get("/api/v1/plans").then().statusCode(200);
  }

  @Test
  void aNewPlanHoldsForLiveTokensAtOnceAndForTheirOwnLimitsToo() {
    Api owner = owner("p-change");
    String plain = owner.create("plain", "demo:read").getString("id");
    owner.patch(PATH, PRO).then().statusCode(200).body("plan", equalTo("pro"));
    assertThat(Snapshots.of(plain).getInt("limits.perMinute")).isEqualTo(6000);
    assertThat(Snapshots.of(plain).getInt("organizationLimits.perMinute")).isEqualTo(120_000);
    String own =
        owner
            .post(
                "/api/v1/tokens",
                "{\"name\":\"own\",\"scopes\":[\"demo:read\"],\"limits\":{\"perMinute\":5000,\"perDay\":7}}")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath()
            .getString("id");
    owner.patch(PATH, "{\"plan\":\"free\"}").then().statusCode(200);
    assertThat(Snapshots.of(plain).getInt("limits.perMinute")).isEqualTo(600);
    assertThat(Snapshots.of(own).getInt("limits.perMinute")).isEqualTo(600);
    assertThat(Snapshots.of(own).getInt("organizationLimits.perMinute")).isEqualTo(6000);
    assertThat(Snapshots.of(own).getInt("limits.perDay")).isEqualTo(7);
    assertThat(Snapshots.version(plain)).isEqualTo(3);
    owner.patch(PATH, "{\"plan\":\"free\"}").then().statusCode(200);
    assertThat(Snapshots.version(plain)).isEqualTo(3);
  }

  @Test
  @Tag("SCP-4")
  void thePlanIsTheOwnersToChangeAndTheNameAnAdministrators() {
    Api owner = owner("p-who");
    Api admin = Api.as("adam", "p-who", "admin");
    admin.patch(PATH, PRO).then().statusCode(403);
    admin
        .patch(PATH, "{\"name\":\"Who & Co\"}")
        .then()
        .statusCode(200)
        .body("name", equalTo("Who & Co"));
    Api.as("mia", "p-who", "member").patch(PATH, "{\"name\":\"x\"}").then().statusCode(403);
    owner.patch(PATH, "{\"plan\":\"golden\"}").then().statusCode(400);
    owner.patch(PATH, "{\"slug\":\"other\"}").then().statusCode(400);
    Api token = Api.withToken(owner.create("t", "org:write"), owner.me());
    token.patch(PATH, PRO).then().statusCode(403);
  }

  private static Api owner(String organization) {
    Api owner = Api.as("olga", organization, "owner");
    owner.me();
    return owner;
  }
}
