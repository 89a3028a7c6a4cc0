package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T9")
class ListFilterIT {

  @Test
  void filtersAreJoined() {
    Api owner = Api.as("fay", "filtering", "owner");
    Api member = Api.as("finn", "filtering", "member");
    String build =
        create(owner, "{\"name\":\"Build 50%\",\"scopes\":[\"read\"],\"tags\":[\"ci\"]}");
    String test =
        create(
            owner,
            "{\"name\":\"build two\",\"scopes\":[\"read\"],\"environment\":\"test\",\"tags\":[\"ci\"]}");
    String service =
        create(owner, "{\"name\":\"deploy\",\"scopes\":[\"read\"],\"type\":\"service\"}");
    String finns = create(member, "{\"name\":\"finn's\",\"scopes\":[\"read\"]}");
    assertThat(ids(owner, Map.of("tag", "ci"))).containsExactly(test, build);
    assertThat(ids(owner, Map.of("tag", "ci", "environment", "live"))).containsExactly(build);
    assertThat(ids(owner, Map.of("type", "service"))).containsExactly(service);
    assertThat(ids(owner, Map.of("q", "BUILD"))).containsExactly(test, build);
    assertThat(ids(owner, Map.of("q", "%"))).containsExactly(build);
    assertThat(ids(owner, Map.of("q", "' OR 1=1"))).isEmpty();
    assertThat(ids(owner, Map.of("owner", "finn"))).containsExactly(finns);
    assertThat(ids(member, Map.of("owner", "fay"))).isEmpty();
    assertThat(ids(member, Map.of())).containsExactly(finns);
    assertThat(ids(owner, Map.of("status", "revoked", "tag", "ci"))).isEmpty();
  }

  /** Generated names and times, many of them equal; whatever the order, each token comes once. */
  @ParameterizedTest
  @ValueSource(strings = {"created", "name", "expires"})
  @Tag("P1")
  void everyTokenComesOnceInEveryOrderWhileTokensAreAdded(String sort) {
    Api owner = Api.as("gil", "complete-" + sort, "owner");
    Random random = new Random(sort.hashCode());
    List<String> before = new ArrayList<>();
    for (int i = 0; i < 14; i++) {
      before.add(create(owner, generated(random)));
    }
    List<String> seen = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    String cursor = null;
    do {
      JsonPath page =
          owner
              .request()
              .queryParam("limit", 1 + random.nextInt(4))
              .queryParam("sort", sort)
              .queryParams(cursor == null ? Map.of() : Map.of("cursor", cursor))
              .get("/api/v1/tokens")
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      seen.addAll(page.getList("items.id"));
      for (Map<String, Object> item : page.<Map<String, Object>>getList("items")) {
        keys.add(key(item, sort));
      }
      cursor = page.getString("nextCursor");
      create(owner, generated(random));
    } while (cursor != null);
    assertThat(seen).doesNotHaveDuplicates().containsAll(before);
    assertThat(keys)
        .isSortedAccordingTo(
            sort.equals("created")
                ? java.util.Comparator.<String>reverseOrder()
                : java.util.Comparator.<String>naturalOrder());
  }

  @Test
  @Tag("TEN-2")
  void aCursorBelongsToItsFilterAndOrder() {
    Api owner = Api.as("hal", "cursor-filters", "owner");
    for (int i = 0; i < 2; i++) {
      create(owner, "{\"name\":\"t\",\"scopes\":[\"read\"],\"tags\":[\"a\",\"b\"]}");
    }
    String cursor = owner.get("/api/v1/tokens?limit=1&tag=a").jsonPath().getString("nextCursor");
    owner.get("/api/v1/tokens?limit=1&tag=a&cursor=" + cursor).then().statusCode(200);
    for (String other : List.of("tag=b", "tag=a&sort=name", "tag=a&q=t", "limit=1")) {
      owner
          .get("/api/v1/tokens?" + other + "&cursor=" + cursor)
          .then()
          .statusCode(400)
          .body("code", equalTo("invalid_cursor"));
    }
  }

  @ParameterizedTest
  @CsvSource({"type,root", "environment,prod", "sort,owner", "q,%0a", "tag,%00", "owner,%07"})
  @Tag("G8")
  void anUnusableParameterIsNamed(String name, String value) {
    Api.as("alice")
        .request()
        .urlEncodingEnabled(false)
        .get("/api/v1/tokens?" + name + "=" + value)
        .then()
        .statusCode(400)
        .body("errors.location", hasItem("query/" + name));
  }

  @ParameterizedTest
  @CsvSource({
    "status=active&status=revoked, query/status",
    "stauts=revoked, query/stauts",
    "tags=ci, query/tags",
    "tag=a&tag=b, query/tag",
    "limit=1&Limit=2, query/limit",
  })
  @Tag("API-3")
  void aFilterThatWouldNotCountIsRefused(String query, String location) {
    Api.as("alice")
        .get("/api/v1/tokens?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo("validation_failed"))
        .body("errors.location", hasItem(location));
  }

  @Test
  @Tag("API-3")
  void probesTakeWhatTheirCallersAddToThem() {
    for (String path : List.of("/q/health/live", "/q/metrics", "/q/openapi")) {
      Api.as("alice").request().noFilters().get(path + "?any=1&any=2").then().statusCode(200);
    }
  }

  private static String generated(Random random) {
    String name = List.of("alpha", "Beta", "beta", "gamma").get(random.nextInt(4));
    int year = 2090 + random.nextInt(3);
    return random.nextInt(3) == 0
        ? "{\"name\":\"%s\",\"scopes\":[\"read\"]}".formatted(name)
        : "{\"name\":\"%s\",\"scopes\":[\"read\"],\"expiresAt\":\"%d-01-01T00:00:00Z\"}"
            .formatted(name, year);
  }

  private static String key(Map<String, Object> item, String sort) {
    return switch (sort) {
      case "created" ->
          String.format(
              "%020d",
              ChronoUnit.MICROS.between(
                  Instant.EPOCH, Instant.parse((String) item.get("createdAt"))));
      case "name" -> ((String) item.get("name")).toLowerCase(java.util.Locale.ROOT);
      default -> String.valueOf(item.getOrDefault("expiresAt", "9999"));
    };
  }

  private static String create(Api who, String body) {
    return who.post("/api/v1/tokens", body).then().statusCode(201).extract().path("id");
  }

  private static List<String> ids(Api who, Map<String, String> query) {
    return who.request().queryParams(query).get("/api/v1/tokens").jsonPath().getList("items.id");
  }
}
