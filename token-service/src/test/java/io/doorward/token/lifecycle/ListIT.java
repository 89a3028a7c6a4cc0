package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T9")
class ListIT {

  @Test
  void pagesHoldEachTokenOnceWhileTokensAreAdded() {
    Api owner = Api.as("lisa", "lists", "owner");
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 7; i++) {
      expected.add(0, owner.create("t" + i, "read").getString("id"));
    }
    List<String> seen = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page =
          owner
              .request()
              .queryParam("limit", 3)
              .queryParams(cursor == null ? java.util.Map.of() : java.util.Map.of("cursor", cursor))
              .get("/api/v1/tokens")
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      seen.addAll(page.getList("items.id"));
      cursor = page.getString("nextCursor");
      owner.create("added meanwhile", "read");
    } while (cursor != null);
    assertThat(seen).isEqualTo(expected);
  }

  @Test
  void filtersByStatus() {
    Api owner = Api.as("luis", "filters", "owner");
    String active = owner.create("a", "read").getString("id");
    String revoked = owner.create("b", "read").getString("id");
    String suspended = owner.create("c", "read").getString("id");
    owner.post("/api/v1/tokens/" + revoked + "/revoke").then().statusCode(200);
    owner
        .post("/api/v1/tokens/" + suspended + "/suspend", "{\"reason\":\"x\"}")
        .then()
        .statusCode(200);
    assertThat(ids(owner, "active")).containsExactly(active);
    assertThat(ids(owner, "revoked")).containsExactly(revoked);
    assertThat(ids(owner, "suspended")).containsExactly(suspended);
    assertThat(ids(owner, "expired")).isEmpty();
    assertThat(ids(owner, "rotated")).isEmpty();
  }

  @Test
  @Tag("TEN-2")
  void aCursorThatWasTamperedWithIsRefused() {
    Api owner = Api.as("lena", "cursors", "owner");
    owner.create("a", "read");
    owner.create("b", "read");
    String cursor = owner.get("/api/v1/tokens?limit=1").jsonPath().getString("nextCursor");
    assertThat(page(owner, cursor)).isEqualTo(200);
    for (int i = 0; i < cursor.length(); i++) {
      char other = cursor.charAt(i) == 'A' ? 'B' : 'A';
      assertThat(page(owner, cursor.substring(0, i) + other + cursor.substring(i + 1)))
          .isEqualTo(400);
    }
    assertThat(page(Api.as("erin"), cursor)).isEqualTo(400);
    owner
        .get("/api/v1/tokens?limit=1&status=active&cursor=" + cursor)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid_cursor"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"limit=0", "limit=101", "limit=x", "limit=-1", "status=dead"})
  @Tag("DOS-4")
  void anUnusableParameterIsNamed(String query) {
    Api.as("alice")
        .get("/api/v1/tokens?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo("validation_failed"))
        .body("errors.location", hasItem("query/" + query.substring(0, query.indexOf('='))));
  }

  private static List<String> ids(Api owner, String status) {
    return owner.get("/api/v1/tokens?status=" + status).jsonPath().getList("items.id");
  }

  private static int page(Api who, String cursor) {
    return who.get("/api/v1/tokens?limit=1&cursor=" + cursor).statusCode();
  }
}
