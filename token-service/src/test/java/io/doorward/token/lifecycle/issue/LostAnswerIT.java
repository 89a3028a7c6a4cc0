package io.doorward.token.lifecycle.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A creation that is repeated because its answer was lost. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("API-4")
class LostAnswerIT {
  private static final String TOKENS = "/api/v1/tokens";

  private final String organization = "lost-" + UUID.randomUUID();
  private final Api owner = Api.as("olga", organization, "owner");
  private final String key = "key-" + UUID.randomUUID();

  @Test
  void theSameRequestWithTheSameKeyIsTheSameTokenHoweverOften() {
    String body =
        "{\"name\":\"ci\",\"scopes\":[\"demo:read\"],\"metadata\":{\"a\":\"1\",\"b\":\"2\"}}";
    String again =
        "{\"metadata\":{\"b\":\"2\",\"a\":\"1\"},\"scopes\":[\"demo:read\"], \"name\":\"ci\"}";
    JsonPath first = created(keyed(owner, key, body));
    for (String repeated : List.of(body, again, body)) {
      JsonPath had = created(keyed(owner, key, repeated));
      assertThat(had.getString("id")).isEqualTo(first.getString("id"));
      assertThat(had.getString("token")).isEqualTo(first.getString("token"));
    }
    assertThat(tokens()).isEqualTo(1);
    assertThat(
            Rows.query(
                "SELECT action FROM tokens.audit_log WHERE target_id = ? ORDER BY id",
                first.getString("id")))
        .extracting(entry -> entry.get("action"))
        .containsExactly(
            "token.created",
            "token.creation_replayed",
            "token.creation_replayed",
            "token.creation_replayed");
  }

  @Test
  void atOnceTheyAreOneTokenToo() throws Exception {
    owner.me();
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      List<Callable<Response>> calls =
          IntStream.range(0, 6)
              .<Callable<Response>>mapToObj(
                  i -> () -> keyed(owner, key, Api.body("racing", "demo:read")))
              .toList();
      Set<String> secrets = new HashSet<>();
      for (Future<Response> answer : threads.invokeAll(calls)) {
        secrets.add(created(answer.get()).getString("token"));
      }
      assertThat(secrets).hasSize(1);
    } finally {
      threads.shutdown();
    }
    assertThat(tokens()).isEqualTo(1);
  }

  @Test
  void itIsHadWhereNoFurtherOneMayBeCreated() {
    owner
        .request()
        .contentType(ContentType.JSON)
        .body("{\"creationsPerHour\":1}")
        .put("/api/v1/policy")
        .then()
        .statusCode(200);
    String secret = created(keyed(owner, key, Api.body("only", "demo:read"))).getString("token");
    owner.post(TOKENS, Api.body("another", "demo:read")).then().statusCode(429);
    assertThat(created(keyed(owner, key, Api.body("only", "demo:read"))).getString("token"))
        .isEqualTo(secret);
  }

  @Test
  @Tag("TEN-1")
  void theKeyStandsForOneRequestOfOneCaller() {
    JsonPath first = created(keyed(owner, key, Api.body("mine", "demo:read", "tokens:write")));
    keyed(owner, key, Api.body("mine", "demo:read"))
        .then()
        .statusCode(409)
        .body("code", equalTo("conflict"));
    // Neither for another operation.
    owner
        .request()
        .noContentType()
        .header("Idempotency-Key", key)
        .post(TOKENS + "/" + first.getString("id") + "/rotate")
        .then()
        .statusCode(409);
    assertThat(tokens()).isEqualTo(1);
    String body = Api.body("mine", "demo:read", "tokens:write");
    for (Api other :
        List.of(
            Api.as("adam", organization, "admin"),
            Api.withToken(first, owner.me()),
            Api.as("olga", organization + "-2", "owner"))) {
      assertThat(created(keyed(other, key, body)).getString("token"))
          .isNotEqualTo(first.getString("token"));
    }
    assertThat(keyed(owner, "two words", body).statusCode()).isEqualTo(400);
  }

  @Test
  void whatWasRefusedIsNotKept() {
    keyed(owner, key, Api.body("typo", "demo:raed")).then().statusCode(400);
    created(keyed(owner, key, Api.body("typo", "demo:read")));
  }

  @Test
  void anExpiredAnswerIsNotGivenOut() throws Exception {
    JsonPath first = created(keyed(owner, key, Api.body("late", "demo:read")));
    Rows.update("tokens_owner", "UPDATE tokens.sealed_reply SET expires_at = to_timestamp(0)");
    assertThat(created(keyed(owner, key, Api.body("late", "demo:read"))).getString("id"))
        .isNotEqualTo(first.getString("id"));
  }

  @Test
  @Tag("SCP-1")
  void itIsNotHadOnceTheTokenIsMoreThanTheCaller() {
    JsonPath used = owner.create("used", "tokens:write", "demo:read");
    Api holder = Api.withToken(used, owner.me());
    String body = Api.body("child", "demo:read");
    JsonPath child = created(keyed(holder, key, body));
    String path = TOKENS + "/" + child.getString("id");
    owner.patch(path, "{\"scopes\":[\"demo:*\"]}").then().statusCode(200);
    keyed(holder, key, body).then().statusCode(403).body("code", equalTo("scope_exceeds_grantor"));
    owner.patch(path, "{\"scopes\":[\"demo:read\"]}").then().statusCode(200);
    assertThat(created(keyed(holder, key, body)).getString("token"))
        .isEqualTo(child.getString("token"));
  }

  @Test
  @Tag("STO-2")
  void theKeptAnswerHoldsNoSecretInClear() {
    String secret = created(keyed(owner, key, Api.body("sealed", "demo:read"))).getString("token");
    String part = secret.substring(9, 39);
    assertThat(Rows.query("SELECT t::text AS row FROM tokens.sealed_reply t").toString())
        .isNotEmpty()
        .doesNotContain(part, HexFormat.of().formatHex(part.getBytes(StandardCharsets.US_ASCII)));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/v1/service-accounts",
    "/api/v1/agents",
    "/api/v1/templates",
    "/api/v1/invitations",
    "/api/v1/scopes",
    "/api/v1/kill-switches",
  })
  void whereNoAnswerIsKeptTheKeyIsRefusedAndNothingDone(String path) {
    owner.me();
    String before = Rows.contents();
    owner
        .request()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body("{}")
        .post(path)
        .then()
        .statusCode(400)
        .body("errors.location", equalTo(List.of("header/Idempotency-Key")));
    assertThat(Rows.contents()).isEqualTo(before);
  }

  private long tokens() {
    return Rows.count(
        "SELECT count(*) FROM tokens.token t JOIN tokens.organization o"
            + " ON o.id = t.organization_id WHERE o.slug = ?",
        organization);
  }

  private static JsonPath created(Response answer) {
    return answer.then().statusCode(201).header("Cache-Control", "no-store").extract().jsonPath();
  }

  private static Response keyed(Api who, String key, String body) {
    return who.request()
        .header("Idempotency-Key", key)
        .contentType(ContentType.JSON)
        .body(body)
        .post(TOKENS);
  }
}
