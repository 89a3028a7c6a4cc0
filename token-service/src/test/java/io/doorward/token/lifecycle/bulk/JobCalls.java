package io.doorward.token.lifecycle.bulk;

import static org.awaitility.Awaitility.await;

import io.doorward.token.support.Api;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Calls about jobs, and what of the answers the tests look at. */
final class JobCalls {
  static final String PATH = "/api/v1/token-jobs";

  private JobCalls() {}

  /** Somebody the directory knows. */
  static Api person(String subject, String organization, String role) {
    Api api = Api.as(subject, organization, role);
    api.me();
    return api;
  }

  static String ids(String... ids) {
    return "\"selection\":{\"ids\":[%s]}"
        .formatted(
            List.of(ids).stream().map(id -> '"' + id + '"').collect(Collectors.joining(",")));
  }

  static String filter(String filter) {
    return "\"selection\":{\"filter\":{%s}}".formatted(filter);
  }

  static String body(String action, String selection, String more) {
    return "{\"action\":\"%s\",%s%s}"
        .formatted(action, selection, more.isEmpty() ? "" : "," + more);
  }

  static JsonPath rehearsed(Api api, String action, String selection, String more) {
    String dry = more.isEmpty() ? "\"dryRun\":true" : more + ",\"dryRun\":true";
    return api.post(PATH, body(action, selection, dry)).then().statusCode(201).extract().jsonPath();
  }

  static JsonPath accepted(Api api, String action, String selection, String more) {
    return api.post(PATH, body(action, selection, more))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  /** Waits until the job has ended. */
  static JsonPath ended(Api api, JsonPath job) {
    return await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> shown(api, job), shown -> shown.getString("finishedAt") != null);
  }

  static JsonPath shown(Api api, JsonPath job) {
    return api.get(path(job)).then().statusCode(200).extract().jsonPath();
  }

  static String path(JsonPath job) {
    return PATH + "/" + job.getString("id");
  }

  /** All items by the token's id, page by page. */
  static Map<String, Map<String, Object>> items(Api api, JsonPath job) {
    List<Map<String, Object>> all = new ArrayList<>();
    String cursor = "";
    do {
      Response page = api.get(path(job) + "/items?limit=2" + cursor);
      JsonPath read = page.then().statusCode(200).extract().jsonPath();
      all.addAll(read.getList("items"));
      String next = read.getString("nextCursor");
      cursor = next == null ? "" : "&cursor=" + next;
    } while (!cursor.isEmpty());
    return all.stream().collect(Collectors.toMap(item -> item.get("id").toString(), item -> item));
  }

  static Map<String, String> outcomes(Api api, JsonPath job) {
    return items(api, job).entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, e -> e.getValue().get("outcome").toString()));
  }

  static JsonPath token(Api api, String id) {
    return api.get("/api/v1/tokens/" + id).then().statusCode(200).extract().jsonPath();
  }

  static String tagged(Api api, String name, String tag, String scope) {
    return api.post(
            "/api/v1/tokens",
            "{\"name\":\"%s\",\"scopes\":[\"%s\"],\"tags\":[\"%s\"]}".formatted(name, scope, tag))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getString("id");
  }
}
