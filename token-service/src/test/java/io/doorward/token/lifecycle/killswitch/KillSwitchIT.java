package io.doorward.token.lifecycle.killswitch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.contract.barrier.BarrierIndex;
import io.doorward.contract.barrier.BarrierSet;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.snapshot.TokenSnapshot;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.HeldBarriers;
import io.doorward.token.support.Rows;
import io.doorward.token.support.Snapshots;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** In an organization of its own each time: what is halted here is halted for nobody else. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S5")
@Tag("REV-8")
class KillSwitchIT {
  private static final String SWITCHES = "/api/v1/kill-switches";
  private static final String ALL = "{\"scope\":\"organization\",\"reason\":\"a stolen laptop\"}";

  private Api owner;
  private Api admin;
  private Api member;
  private String organization;

  @BeforeEach
  void aNewOrganization() {
    organization = "kill-" + UUID.randomUUID().toString().substring(0, 8);
    owner = Api.as("olga", organization, "owner");
    admin = Api.as("adam", organization, "admin");
    member = Api.as("mia", organization, "member");
    owner.me();
    admin.me();
    member.me();
  }

  private static String stop(Api who, String body) {
    Response answer = who.post(SWITCHES, body);
    assertThat(answer.statusCode()).as(answer.asString()).isEqualTo(201);
    return answer.jsonPath().getString("id");
  }

  private static Response release(Api who, String id) {
    return who.post(SWITCHES + "/" + id + "/release", "{\"reason\":\"found again\"}");
  }

  private static String ofOwner(Api who) {
    return "{\"scope\":\"owner\",\"owner\":{\"kind\":\"user\",\"id\":\"%s\"},\"reason\":\"odd\"}"
        .formatted(who.me().getString("subject"));
  }

  private static Map<String, Object> view(Api who, JsonPath token) {
    return who.get("/api/v1/tokens/" + token.getString("id")).jsonPath().getMap("");
  }

  private static boolean introspected(Api who, JsonPath token) {
    return who.request()
        .formParam("token", token.getString("token"))
        .post("/oauth/introspect")
        .jsonPath()
        .getBoolean("active");
  }

  private static boolean validated(Api who, JsonPath token) {
    return who.post("/api/v1/tokens/validate", "{\"token\":\"" + token.getString("token") + "\"}")
        .jsonPath()
        .getBoolean("active");
  }

  @Test
  @Tag("REV-7")
  void aHaltedTokenIsOfNoUseAnywhereAndANewOneWorks() {
    JsonPath token = member.create("halted", "tokens:write", "tokens:read");
    JsonPath me = member.me();
    assertThat(Api.withToken(token, me).get("/api/v1/me").statusCode()).isEqualTo(200);
    String rows = row(token);
    stop(owner, ALL);

    Api halted = Api.withToken(token, me);
    for (Response answer :
        List.of(
            halted.get("/api/v1/me"),
            halted.post("/api/v1/tokens/" + token.getString("id") + "/rotate"),
            halted.post("/api/v1/tokens", Api.body("successor", "tokens:read")))) {
      assertThat(answer.statusCode()).isEqualTo(401);
      assertThat(answer.jsonPath().getString("code")).isEqualTo("invalid_token");
      assertThat(answer.asString()).doesNotContainIgnoringCase("halt").doesNotContain("switch");
    }
    assertThat(introspected(owner, token)).isFalse();
    assertThat(validated(owner, token)).isFalse();
    assertThat(row(token)).as("the token's own row").isEqualTo(rows);

    JsonPath fresh = member.create("made later", "tokens:read");
    assertThat(Api.withToken(fresh, me).get("/api/v1/me").statusCode()).isEqualTo(200);
    assertThat(introspected(owner, fresh)).isTrue();
  }

  private static String row(JsonPath token) {
    return Rows.query(
            "SELECT t::text AS row FROM tokens.token t WHERE id = ?",
            UUID.fromString(token.getString("id")))
        .get(0)
        .get("row")
        .toString();
  }

  @Test
  void aHaltedTokenIsNeitherRotatedNorEditedButCanBeEnded() {
    JsonPath token = member.create("halted", "demo:read");
    stop(owner, ALL);
    String path = "/api/v1/tokens/" + token.getString("id");
    for (Response answer :
        List.of(member.post(path + "/rotate"), owner.patch(path, "{\"name\":\"other\"}"))) {
      assertThat(answer.statusCode()).isEqualTo(409);
      assertThat(answer.jsonPath().getString("detail")).contains("kill switch");
    }
    member.post(path + "/revoke").then().statusCode(200).body("status", equalTo("revoked"));
  }

  @Test
  void aReleaseRestoresExactlyWhatIsStillGood() {
    List<JsonPath> tokens = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      tokens.add(member.create("token " + i, "demo:read"));
    }
    String suspendedBefore = "/api/v1/tokens/" + tokens.get(3).getString("id");
    member.post(suspendedBefore + "/suspend", "{\"reason\":\"holiday\"}").then().statusCode(200);
    List<Map<String, Object>> before = tokens.stream().map(t -> view(member, t)).toList();

    String id = stop(owner, ALL);
    for (JsonPath token : tokens) {
      Map<String, Object> view = view(member, token);
      assertThat(view.remove("halted")).asString().contains("kill_switch", "a stolen laptop");
      assertThat(before).contains(view);
      assertThat(introspected(owner, token)).isFalse();
    }
    member.post("/api/v1/tokens/" + tokens.get(1).getString("id") + "/revoke");
    member.post(
        "/api/v1/tokens/" + tokens.get(2).getString("id") + "/suspend", "{\"reason\":\"x\"}");
    release(owner, id).then().statusCode(200).body("active", equalTo(false));

    assertThat(view(member, tokens.get(0))).isEqualTo(before.get(0));
    assertThat(view(member, tokens.get(3))).isEqualTo(before.get(3));
    assertThat(view(member, tokens.get(1))).containsEntry("status", "revoked");
    assertThat(view(member, tokens.get(2))).containsEntry("status", "suspended");
    assertThat(tokens.stream().map(t -> introspected(owner, t)))
        .containsExactly(true, false, false, false);
  }

  @Test
  void theListsFiltersKeepTheirMeaning() {
    member.create("listed", "demo:read");
    stop(owner, ALL);
    member
        .get("/api/v1/tokens?status=active")
        .then()
        .body("items.size()", equalTo(1))
        .body("items[0].status", equalTo("active"))
        .body("items[0].halted.by", equalTo("kill_switch"));
    assertThat(member.get("/api/v1/tokens?status=suspended").jsonPath().getList("items")).isEmpty();
  }

  @Test
  void anOwnersSwitchStopsThatOwnersTokensOnly() {
    JsonPath theirs = member.create("mia's", "demo:read");
    JsonPath other = admin.create("adam's", "demo:read");
    stop(admin, ofOwner(member));
    assertThat(introspected(owner, theirs)).isFalse();
    assertThat(introspected(owner, other)).isTrue();
  }

  @Test
  @Tag("TEN-1")
  void anotherOrganizationsTokensAreNotConcerned() {
    JsonPath foreign = Api.as("erin").create("globex", "demo:read");
    stop(owner, ALL);
    assertThat(introspected(Api.as("erin"), foreign)).isTrue();
    owner
        .post(SWITCHES, ofOwner(Api.as("erin")))
        .then()
        .statusCode(400)
        .body("errors[0].location", equalTo("/owner"));
  }

  @Test
  void aDryRunTellsTheBlastRadiusAndChangesNothing() {
    member.create("one", "demo:read");
    JsonPath revoked = member.create("two", "demo:read");
    member.post("/api/v1/tokens/" + revoked.getString("id") + "/revoke");
    admin.create("three", "demo:read");
    String before = Rows.contents();
    owner
        .post(SWITCHES, ALL.replace("}", ",\"dryRun\":true}"))
        .then()
        .statusCode(200)
        .body("dryRun", equalTo(true))
        .body("tokens", equalTo(2))
        .body("byType.personal", equalTo(2))
        .body("owners", equalTo(2))
        .body("topOwners.size()", equalTo(2))
        .body("sample.name", equalTo(List.of("three", "one")));
    assertThat(Rows.contents()).isEqualTo(before);
    stop(owner, ALL);
    owner
        .post(SWITCHES, ALL.replace("}", ",\"dryRun\":true}"))
        .then()
        .body("tokens", equalTo(0))
        .body("sample.size()", equalTo(0));
  }

  @Test
  void throwingAndReleasingAgainChangesNothingAndBothAreAudited() {
    member.create("one", "demo:read");
    String id = stop(owner, ALL);
    String thrown = Rows.contents();
    assertThat(
            owner.post(SWITCHES, ALL).then().statusCode(200).extract().jsonPath().getString("id"))
        .isEqualTo(id);
    assertThat(Rows.contents()).isEqualTo(thrown);

    member.create("made since", "demo:read");
    assertThat(stop(owner, ALL)).as("what was made since is stopped too").isNotEqualTo(id);

    release(owner, id).then().statusCode(200);
    String released = Rows.contents();
    release(owner, id).then().statusCode(200).body("releasedBy", equalTo("olga"));
    assertThat(Rows.contents()).isEqualTo(released);

    JsonPath entries = owner.get("/api/v1/audit?target=" + id).jsonPath();
    assertThat(entries.getList("items.action"))
        .contains("kill_switch.thrown", "kill_switch.released");
    Map<String, Object> last = entries.getMap("items.find { it.action == 'kill_switch.released' }");
    assertThat(last).containsEntry("reason", "found again");
    assertThat(last.get("before")).asString().contains("active=true");
    assertThat(last.get("after")).asString().contains("active=false");
  }

  @Test
  void onlyOwnersAndAdministratorsMayAndWhatAnOwnerStoppedOnlyAnOwnerReleases() {
    member.post(SWITCHES, ALL).then().statusCode(403);
    member.get(SWITCHES).then().statusCode(403);
    String byAdmin = stop(admin, ALL);
    release(admin, byAdmin).then().statusCode(200);
    member.create("again", "demo:read");
    String byOwner = stop(owner, ALL);
    release(admin, byOwner).then().statusCode(403);
    admin.get(SWITCHES + "/" + byOwner).then().body("active", equalTo(true));
    release(owner, byOwner).then().statusCode(200);
  }

  @Test
  void anAdministratorsSwitchDoesNotStandInForAnOwners() {
    JsonPath token = member.create("stays stopped", "demo:read");
    String byAdmin = stop(admin, ALL);
    String byOwner = stop(owner, ALL);
    assertThat(byOwner).isNotEqualTo(byAdmin);
    admin.post(SWITCHES, ALL).then().statusCode(200).body("id", equalTo(byOwner));
    release(admin, byAdmin).then().statusCode(200);
    assertThat(introspected(owner, token)).isFalse();
    release(admin, byOwner).then().statusCode(403);
  }

  @Test
  void manyNarrowSwitchesDoNotKeepAnybodyFromTheWhole() throws Exception {
    Rows.update(
        "tokens_app",
        "INSERT INTO tokens.barrier (id, kind, organization_id, owner_kind, owner_id, not_before,"
            + " reason, thrown_by, thrown_role, thrown_at)"
            + " SELECT gen_random_uuid(), 'kill_switch', ?, 'user', 'nobody ' || i, now(), 'odd',"
            + " 'olga', 'owner', now() FROM generate_series(1, 100) i",
        UUID.fromString(owner.me().getString("organization.id")));
    owner.post(SWITCHES, ofOwner(member)).then().statusCode(409);
    stop(owner, ALL);
  }

  @Test
  void aTokenMayThrowASwitchAndIsHaltedByItItself() {
    JsonPath me = owner.me();
    JsonPath token = owner.create("for the command line", "kill-switches:write", "org:admin");
    Api byToken = Api.withToken(token, me);
    String id = stop(byToken, ALL);
    release(byToken, id).then().statusCode(401);
    owner.get(SWITCHES + "/" + id).then().body("active", equalTo(true));
    JsonPath narrow = owner.create("made since", "kill-switches:write");
    release(Api.withToken(narrow, me), id).then().statusCode(403);
    release(owner, id).then().statusCode(200);
  }

  @Test
  @Tag("REV-7")
  void aTokenThatIsBeingStoppedReleasesNothing() throws Exception {
    String id = stop(owner, ofOwner(member));
    JsonPath token = owner.create("for the command line", "kill-switches:write", "org:admin");
    Api byToken = Api.withToken(token, owner.me());
    Response answer;
    try (HeldBarriers held =
        HeldBarriers.of(UUID.fromString(owner.me().getString("organization.id")))) {
      CompletableFuture<Response> late = CompletableFuture.supplyAsync(() -> release(byToken, id));
      held.untilSomebodyWaits();
      held.turnOff();
      answer = late.get(30, TimeUnit.SECONDS);
    }
    assertThat(answer.statusCode()).isEqualTo(401);
    owner.get(SWITCHES + "/" + id).then().body("active", equalTo(true));
  }

  @Test
  void whatMakesNoSenseIsRefusedAsAWhole() {
    for (String body :
        List.of(
            "{\"scope\":\"organization\"}",
            "{\"scope\":\"galaxy\",\"reason\":\"x\"}",
            "{\"scope\":\"type\",\"reason\":\"x\"}",
            "{\"scope\":\"owner\",\"reason\":\"x\"}",
            "{\"scope\":\"owner\",\"owner\":{\"kind\":\"user\"},\"reason\":\"x\"}",
            "{\"scope\":\"organization\",\"type\":\"agent\",\"reason\":\"x\"}",
            "{\"scope\":\"owner\",\"owner\":{\"kind\":\"user\",\"id\":\"nobody\"},\"reason\":\"x\"}")) {
      assertThat(owner.post(SWITCHES, body).statusCode()).as(body).isEqualTo(400);
    }
    assertThat(owner.get(SWITCHES).jsonPath().getList("items")).isEmpty();
  }

  @Test
  void pagesShowTheNewestFirstAndOnRequestOnlyThoseThatStand() {
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      member.create("token " + i, "demo:read");
      ids.add(0, stop(owner, ALL));
    }
    release(owner, ids.get(1));
    JsonPath first = owner.get(SWITCHES + "?limit=2").jsonPath();
    assertThat(first.getList("items.id")).isEqualTo(ids.subList(0, 2));
    JsonPath second =
        owner.get(SWITCHES + "?limit=2&cursor=" + first.getString("nextCursor")).jsonPath();
    assertThat(second.getList("items.id")).isEqualTo(ids.subList(2, 3));
    assertThat(owner.get(SWITCHES + "?active=true").jsonPath().getList("items.id"))
        .containsExactly(ids.get(0), ids.get(2));
  }

  /** Whatever the interleaving: no token that comes from a halted one is there and works. */
  @Test
  @Tag("ROT-3")
  void noTokenSlipsOutWhileTheSwitchIsThrown() throws Exception {
    JsonPath me = member.me();
    List<JsonPath> parents = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      parents.add(member.create("parent " + i, "tokens:write"));
    }
    ExecutorService threads = Executors.newFixedThreadPool(9);
    List<Future<Response>> made;
    try {
      List<Callable<Response>> calls = new ArrayList<>();
      for (JsonPath parent : parents) {
        Api byToken = Api.withToken(parent, me);
        calls.add(() -> byToken.post("/api/v1/tokens", Api.body("child", "tokens:write")));
        calls.add(() -> byToken.post("/api/v1/tokens/" + parent.getString("id") + "/rotate"));
      }
      calls.add(8, () -> owner.post(SWITCHES, ALL));
      made = threads.invokeAll(calls);
    } finally {
      threads.shutdown();
    }
    for (Future<Response> answer : made) {
      if (answer.get().jsonPath().getString("token") != null) {
        assertThat(introspected(owner, answer.get().jsonPath())).isFalse();
      }
    }
  }

  @Test
  @Tag("G2")
  void theGatewayIsGivenAllBarriersAndTheirVersionGrows() {
    JsonPath before = barriers();
    String id = stop(owner, ALL);
    JsonPath during = barriers();
    assertThat(during.getList("barriers.id")).contains(id);
    assertThat(during.getLong("version")).isGreaterThan(before.getLong("version"));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> Rows.count("SELECT count(*) FROM tokens.outbox WHERE barriers IS NOT NULL") == 0);
    release(owner, id);
    JsonPath after = barriers();
    assertThat(after.getList("barriers.id")).doesNotContain(id);
    assertThat(after.getLong("version")).isGreaterThan(during.getLong("version"));
  }

  private static JsonPath barriers() {
    return Api.gateway().get("/internal/barriers").then().statusCode(200).extract().jsonPath();
  }

  /** The rule is written twice: in SQL for this service, in Java for the gateways. */
  @Test
  void theDatabaseAndTheGatewaysAgreeOnWhichTokensAreConcerned() throws Exception {
    String agentToken = "{\"name\":\"agent\",\"type\":\"agent\",\"scopes\":[\"demo:read\"]}";
    List<JsonPath> tokens = new ArrayList<>();
    for (Api who : List.of(member, admin)) {
      tokens.add(who.create("personal", "demo:read"));
      tokens.add(
          who.post("/api/v1/tokens", agentToken).then().statusCode(201).extract().jsonPath());
    }
    String mia = "\"owner\":{\"kind\":\"user\",\"id\":\"mia\"}";
    Map<String, Integer> concerned =
        Map.of(
            "\"scope\":\"organization\"",
            4,
            "\"scope\":\"type\",\"type\":\"agent\"",
            2,
            "\"scope\":\"type\",\"type\":\"service\"",
            0,
            "\"scope\":\"owner\"," + mia,
            2,
            "\"scope\":\"owner\",\"type\":\"agent\"," + mia,
            1);
    for (Map.Entry<String, Integer> target : concerned.entrySet()) {
      String id = stop(owner, "{" + target.getKey() + ",\"reason\":\"x\"}");
      BarrierIndex gateway =
          BarrierIndex.of(read(Api.gateway().get("/internal/barriers"), BarrierSet.class));
      int halted = 0;
      for (JsonPath token : tokens) {
        boolean here = view(owner, token).get("halted") != null;
        assertThat(gateway.before(snapshot(token)) != null).as(target.getKey()).isEqualTo(here);
        halted += here ? 1 : 0;
      }
      assertThat(halted).as(target.getKey()).isEqualTo(target.getValue());
      release(owner, id);
    }
  }

  private static TokenSnapshot snapshot(JsonPath token) throws UnreadableRecord {
    String lookup =
        Rows.query(
                "SELECT lookup FROM tokens.token WHERE id = ?",
                UUID.fromString(token.getString("id")))
            .get(0)
            .get("lookup")
            .toString();
    return read(Api.gateway().get("/internal/snapshots/" + lookup), TokenSnapshot.class);
  }

  private static <T> T read(Response answer, Class<T> type) throws UnreadableRecord {
    return ContractJson.read(answer.asByteArray(), type);
  }

  @Test
  void aTokensSnapshotIsNotTouched() {
    JsonPath token = member.create("untouched", "demo:read");
    stop(owner, ALL);
    assertThat(Snapshots.of(token.getString("id")).getLong("version")).isEqualTo(1);
  }
}
