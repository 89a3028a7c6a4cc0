package io.doorward.token.description;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/**
 * Every operation of the running service's OpenAPI document, so that a new one is covered by
 * itself. Nobody gets in without the right credential, and what is another organization's or
 * another member's is not there.
 */
@QuarkusTest
@WithTestResource(StackResource.class)
class EveryOperationIT {
  private static final Api ALICE = Api.as("alice");

  private static final String JOB =
      "{\"action\":\"revoke\",\"selection\":{\"filter\":{\"q\":\"%s\"}},\"dryRun\":true}";

  /**
   * How to make, as alice of acme, what a path parameter names, where it is not enough to call the
   * operation that makes one with a sample of its body.
   */
  private static final Map<String, Supplier<String>> OF_ALICE =
      Map.of(
          "tokens/{id}",
          () -> ALICE.create("alice's", "demo:read").getString("id"),
          "members/{subject}",
          () -> Api.as("bob").me().getString("subject"),
          "scopes/{name}",
          () -> made("scopes", "name", "{\"name\":\"x%s:run\",\"description\":\"Runs it\"}"),
          "service-accounts/{id}",
          () -> first("service-accounts", "{\"name\":\"deployer\",\"role\":\"member\"}"),
          "agents/{id}",
          EveryOperationIT::agent,
          "executions/{executionId}",
          () -> made("agents/" + agent() + "/executions", "id", ""),
          "kill-switches/{id}",
          EveryOperationIT::killSwitch,
          "token-jobs/{id}",
          () -> made("token-jobs", "id", JOB),
          "invitations/{id}",
          () -> made("invitations", "id", "{\"email\":\"%s@acme.example\",\"role\":\"member\"}"));

  /** What the members of an organization share by design; each has its reason. */
  private static final Set<String> SHARED = Set.of();

  /** Any session and any token may; each has its reason. */
  private static final Set<String> WITHOUT_SCOPE =
      Set.of(
          "GET /api/v1/me",
          // The old token is itself the right to the one that replaces it.
          "POST /api/v1/tokens/successor",
          // What there is to choose from when a token is made.
          "GET /api/v1/plans",
          "GET /api/v1/scopes",
          "GET /api/v1/templates",
          "GET /api/v1/templates/{id}");

  /** What is sent is itself the proof. */
  private static final Set<String> OPEN =
      Set.of("POST /oauth/revoke", "POST /api/v1/leaks", "POST /api/v1/leaks/github");

  /** For a viewer's tokens, of which there are none: nothing else here may be halted. */
  private static String killSwitch() {
    String dave = Api.as("dave").me().getString("subject");
    return ALICE
        .post(
            "/api/v1/kill-switches",
            "{\"scope\":\"owner\",\"owner\":{\"kind\":\"user\",\"id\":\"%s\"},\"reason\":\"x\"}"
                .formatted(dave))
        .jsonPath()
        .getString("id");
  }

  private static String agent() {
    return first("agents", "{\"name\":\"alice's\"}");
  }

  /** The first of those that the plan allows few of. */
  private static String first(String collection, String body) {
    String present = ALICE.get("/api/v1/" + collection).jsonPath().getString("items[0].id");
    return present != null ? present : made(collection, "id", body);
  }

  /** A new one; what stands for {@code %s} is new as well. */
  private static String made(String collection, String key, String body) {
    String unique = UUID.randomUUID().toString().substring(0, 8);
    String path = "/api/v1/" + collection;
    Response answer =
        body.isEmpty() ? ALICE.post(path) : ALICE.post(path, body.replace("%s", unique));
    return answer.then().statusCode(201).extract().jsonPath().getString(key);
  }

  @TestFactory
  @Tag("SCP-4")
  Stream<DynamicTest> isClosedWithoutCredential() {
    return closed().map(o -> test(o, () -> assertStatus(o, RestAssured.given(), 401)));
  }

  @TestFactory
  @Tag("SCP-4")
  Stream<DynamicTest> isClosedToGarbage() {
    return closed()
        .map(
            o ->
                test(
                    o,
                    () -> {
                      assertStatus(o, RestAssured.given().auth().oauth2("garbage"), 401);
                      assertStatus(o, RestAssured.given().auth().oauth2("a.b.c"), 401);
                    }));
  }

  @TestFactory
  @Tag("SCP-4")
  Stream<DynamicTest> isClosedToATokenWithAnotherScope() {
    return closed()
        .filter(o -> !WITHOUT_SCOPE.contains(o.toString()))
        .map(
            o ->
                test(
                    o,
                    () -> {
                      JsonPath token = ALICE.create("narrow", "demo:read");
                      RequestSpecification request = Api.withToken(token, ALICE.me()).request();
                      // What is internal is not even there for who may not call it.
                      assertStatus(o, request, o.internal() ? 404 : 403);
                    }));
  }

  @TestFactory
  @Tag("SCP-4")
  Stream<DynamicTest> isOpenOnlyIfItIsMeantToBe() {
    return Described.all()
        .map(o -> test(o, () -> assertThat(o.open()).isEqualTo(OPEN.contains(o.toString()))));
  }

  @TestFactory
  @Tag("TEN-1")
  @Tag("CMP-3")
  Stream<DynamicTest> hidesWhatIsAnotherOrganizations() {
    return withParameters().map(o -> test(o, () -> assertHidden(o, Api.as("erin"), Set.of(404))));
  }

  @TestFactory
  @Tag("TEN-1")
  @Tag("CMP-3")
  Stream<DynamicTest> hidesWhatIsAnotherMembers() {
    // What members may not do at all is refused whatever the id.
    return withParameters()
        .filter(o -> !SHARED.containsAll(o.parameterKinds()))
        .map(o -> test(o, () -> assertHidden(o, Api.as("carol"), Set.of(403, 404))));
  }

  private static Stream<Described> closed() {
    return Described.all().filter(o -> !o.open());
  }

  private static Stream<Described> withParameters() {
    return closed().filter(o -> !o.internal() && !o.parameterKinds().isEmpty());
  }

  private static DynamicTest test(Described operation, Runnable run) {
    return DynamicTest.dynamicTest(operation.toString(), run::run);
  }

  private static void assertStatus(Described operation, RequestSpecification request, int status) {
    Response answer = operation.call(request, random(operation));
    assertThat(answer.statusCode())
        .as(
            "%s must ask who the caller is and what they may do before it looks at the body, or"
                + " its schema must have an example; it answered %s",
            operation, answer.asString())
        .isEqualTo(status);
    assertThat(answer.contentType()).isEqualTo("application/problem+json");
  }

  private static void assertHidden(Described operation, Api stranger, Set<Integer> statuses) {
    List<String> foreign =
        operation.parameterKinds().stream().map(EveryOperationIT::ofAlice).toList();
    stranger.me();
    String before = Rows.contents();
    Response real = operation.call(stranger.request(), foreign);
    Response unknown = operation.call(stranger.request(), random(operation));
    assertThat(real.statusCode()).as("%s: %s", operation, real.asString()).isIn(statuses);
    assertThat(comparable(real)).as(operation.toString()).isEqualTo(comparable(unknown));
    assertThat(Rows.contents()).as("%s changed rows", operation).isEqualTo(before);
  }

  private static String ofAlice(String kind) {
    Supplier<String> maker = OF_ALICE.get(kind);
    if (maker != null) {
      return maker.get();
    }
    String id =
        Described.all()
            .filter(o -> o.makes(kind))
            .findFirst()
            .map(o -> o.call(ALICE.request(), List.of()))
            .filter(answer -> answer.statusCode() == 201)
            .map(answer -> answer.jsonPath().getString("id"))
            .orElse(null);
    assertThat(id)
        .as(
            "A path has the parameter %s, and calling the operation that makes one with a sample of"
                + " its body did not. Tell OF_ALICE how alice makes one, so that this test can see"
                + " that nobody else gets at it.",
            kind)
        .isNotNull();
    return id;
  }

  private static List<String> random(Described operation) {
    return operation.parameterKinds().stream().map(any -> UUID.randomUUID().toString()).toList();
  }

  /** Everything but the request id. */
  private static String comparable(Response response) {
    String all = response.statusLine() + response.headers() + response.asString();
    return all.replace(response.header("X-Request-Id"), "…");
  }
}
