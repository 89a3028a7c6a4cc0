package io.doorward.token.trail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasSize;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("X4")
class AuditTrailIT {
  private static final String AUDIT = "/api/v1/audit";

  private final Api olga = Api.as("olga", "audited", "owner");

  @Test
  void tellsWhoDidWhatToWhich() {
    String id = olga.create("listed", "demo:read").getString("id");
    olga.post("/api/v1/tokens/" + id + "/revoke", "{\"reason\":\"no longer used\"}");
    JsonPath page = olga.get(AUDIT + "?target=" + id).then().statusCode(200).extract().jsonPath();
    assertThat(page.getList("items.action")).containsExactly("token.revoked", "token.created");
    assertThat(page.getString("items[0].actor.id")).isEqualTo("olga");
    assertThat(page.getString("items[0].before.status")).isEqualTo("active");
    assertThat(page.getString("items[0].after.status")).isEqualTo("revoked");
    assertThat(page.getString("items[0].reason")).isEqualTo("no longer used");
    assertThat(page.getString("items[0].hash")).hasSize(64);
    assertThat(page.getLong("items[0].seq")).isGreaterThan(page.getLong("items[1].seq"));
  }

  @Test
  @Tag("TEN-2")
  void pagesThroughAllThatFitTheFilterAndNothingElse() {
    Api pat = Api.as("pat", "audited-pages", "owner");
    for (int i = 0; i < 5; i++) {
      pat.create("paged " + i, "demo:read");
    }
    List<Long> ids = new ArrayList<>();
    String cursor = "";
    do {
      JsonPath page =
          pat.get(AUDIT + "?limit=2&action=token.*" + cursor)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      ids.addAll(page.getList("items.id", Long.class));
      String next = page.getString("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);
    assertThat(ids).hasSize(5).isSortedAccordingTo((a, b) -> Long.compare(b, a));
    pat.get(AUDIT + "?actor=pat&from=2000-01-01T00:00:00Z&to=2999-01-01T00:00:00Z")
        .then()
        .body("items", hasSize(7))
        .body("items[0..4].target.kind", everyItem(equalTo("token")))
        .body("items[5..6].action", equalTo(List.of("member.joined", "organization.created")));
    pat.get(AUDIT + "?to=2000-01-01T00:00:00Z").then().body("items", hasSize(0));
    pat.get(AUDIT + "?action=token.revoked").then().body("items", hasSize(0));
  }

  @ParameterizedTest
  @Tag("TEN-2")
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=x",
        "?from=yesterday",
        "?cursor=x",
        "/verify?anchor=1:ff",
        "/verify?after=x",
        "/verify?limit=0",
        "/verify?limit=10001",
        "/export?format=pdf"
      })
  void refusesWhatItCannotRead(String query) {
    olga.get(AUDIT + query).then().statusCode(400);
  }

  @Test
  @Tag("TEN-2")
  void anotherOrganizationsCursorIsNotOurs() {
    Api quin = Api.as("quin", "audited-cursor", "owner");
    quin.create("a", "demo:read");
    quin.create("b", "demo:read");
    String cursor = quin.get(AUDIT + "?limit=1").jsonPath().getString("nextCursor");
    quin.get(AUDIT + "?limit=1&cursor=" + cursor).then().statusCode(200);
    olga.get(AUDIT + "?limit=1&cursor=" + cursor)
        .then()
        .statusCode(400)
        .body("code", equalTo("invalid_cursor"));
  }

  @ParameterizedTest
  @Tag("S3")
  @ValueSource(strings = {"", "/verify", "/export"})
  void isForOwnersAndAdministratorsOnly(String path) {
    Api.as("bob").get(AUDIT + path).then().statusCode(200);
    Api.as("carol").get(AUDIT + path).then().statusCode(403);
    Api.as("dave").get(AUDIT + path).then().statusCode(403);
    Api alice = Api.as("alice");
    JsonPath plain = alice.create("plain", "demo:read");
    Api.withToken(plain, alice.me()).get(AUDIT + path).then().statusCode(403);
    JsonPath auditor = alice.create("auditor", "audit:read");
    Api.withToken(auditor, alice.me()).get(AUDIT + path).then().statusCode(200);
  }

  @Test
  @Tag("CSV-1")
  @Tag("CSV-2")
  void givesItselfAwayAsCsvThatNoSpreadsheetRuns() {
    Api rita = Api.as("rita", "audited-csv", "owner");
    String id = rita.create("exported", "demo:read").getString("id");
    rita.post("/api/v1/tokens/" + id + "/revoke", "{\"reason\":\"=HYPERLINK(\\\"http://x\\\")\"}");
    Response answer = rita.get(AUDIT + "/export?format=csv");
    answer
        .then()
        .statusCode(200)
        .header("Content-Type", containsString("text/csv"))
        .header("Content-Disposition", "attachment; filename=\"audit.csv\"")
        .header("X-Content-Type-Options", "nosniff");
    List<String> lines = answer.asString().lines().toList();
    assertThat(lines).hasSize(5);
    assertThat(lines.get(0)).startsWith("seq,id,at,");
    assertThat(lines.get(4)).contains("\"'=HYPERLINK(\"\"http://x\"\")\"");
  }

  @Test
  void givesItselfAwayAsJsonLinesHoweverLong() throws Exception {
    Api sam = Api.as("sam", "audited-jsonl", "owner");
    String id = sam.create("exported", "demo:read").getString("id");
    Rows.run(
        "tokens_app",
        """
        INSERT INTO tokens.audit_log (organization_id, at, actor_kind, actor_id, action,
            target_kind, target_id, request_id)
        SELECT id, now(), 'service', 'filler', 'filler', 'none', n::text, 'none'
          FROM tokens.organization, generate_series(1, 999) n WHERE slug = 'audited-jsonl'
        """);
    Response answer = sam.get(AUDIT + "/export");
    answer
        .then()
        .statusCode(200)
        .header("Content-Type", containsString("application/x-ndjson"))
        .header("Content-Disposition", "attachment; filename=\"audit.jsonl\"");
    List<String> lines = answer.asString().lines().toList();
    assertThat(lines).hasSize(1002);
    assertThat(new JsonPath(lines.get(2)).getString("target.id")).isEqualTo(id);
    sam.get(AUDIT + "/verify").then().body("intact", equalTo(true)).body("entries", equalTo(1002));
  }

  @Test
  void isVerifiedSoManyEntriesACallAndGoesOnWhereTheLastOneEnded() {
    Api toni = Api.as("toni", "audited-in-pieces", "owner");
    for (int i = 0; i < 5; i++) {
      toni.create("piece " + i, "demo:read");
    }
    List<Long> looked = new ArrayList<>();
    String after = "";
    JsonPath verdict;
    do {
      verdict =
          toni.get(AUDIT + "/verify?limit=2" + after)
              .then()
              .statusCode(200)
              .body("intact", equalTo(true))
              .extract()
              .jsonPath();
      looked.add(verdict.getLong("entries"));
      String next = verdict.getString("next");
      assertThat(next == null).isEqualTo(verdict.get("head") != null);
      after = next == null ? null : "&after=" + next;
    } while (after != null);
    // Two of them tell how toni came in.
    assertThat(looked).containsExactly(2L, 2L, 2L, 1L);
    JsonPath whole = toni.get(AUDIT + "/verify").jsonPath();
    assertThat(verdict.<Object>get("head")).isEqualTo(whole.get("head"));
    // What has been verified once need not be again.
    toni.create("later", "demo:read");
    toni.get(AUDIT + "/verify?after=" + whole.getString("head.anchor"))
        .then()
        .body("intact", equalTo(true))
        .body("entries", equalTo(1))
        .body("head.seq", equalTo(8));
    toni.get(AUDIT + "/verify?after=5:" + "0".repeat(64))
        .then()
        .body("intact", equalTo(false))
        .body("broken.seq", equalTo(5));
    toni.get(AUDIT + "/verify?after=9:" + "0".repeat(64)).then().body("intact", equalTo(false));
    // An anchor counts wherever it is: before, in and after the piece.
    String anchor = whole.getString("head.anchor");
    for (String piece : List.of("", "&after=" + anchor, "&limit=1")) {
      toni.get(AUDIT + "/verify?anchor=" + anchor + piece).then().body("intact", equalTo(true));
    }
    toni.get(AUDIT + "/verify?anchor=1:" + "0".repeat(64) + "&after=" + anchor)
        .then()
        .body("intact", equalTo(false))
        .body("broken.seq", equalTo(1));
  }

  @Test
  @Tag("TEN-2")
  void filtersTogetherGiveWhatFitsAllOfThemNewestFirst() throws Exception {
    Api vito = Api.as("vito", "audited-filters", "owner");
    Rows.run(
        "tokens_app",
        """
        INSERT INTO tokens.audit_log (organization_id, at, actor_kind, actor_id, action,
            target_kind, target_id, request_id)
        SELECT (SELECT id FROM tokens.organization WHERE id = '%s'), now(), 'service',
               'actor' || n %% 2, (ARRAY['a.one', 'a.two', 'b.one'])[1 + n %% 3], 'none', n::text,
               'none'
          FROM generate_series(1, 700) n ORDER BY n + 0
        """
            .formatted(vito.me().getString("organization.id")));
    List<String> expected = new ArrayList<>();
    for (int n = 700; n > 0; n--) {
      if (n % 2 == 1 && n % 3 != 2) {
        expected.add(String.valueOf(n));
      }
    }
    List<String> listed = new ArrayList<>();
    String cursor = "";
    do {
      JsonPath page = vito.get(AUDIT + "?limit=50&actor=actor1&action=a.*" + cursor).jsonPath();
      listed.addAll(page.getList("items.target.id", String.class));
      String next = page.getString("nextCursor");
      cursor = next == null ? null : "&cursor=" + next;
    } while (cursor != null);
    assertThat(listed).isEqualTo(expected);
    Collections.reverse(expected);
    assertThat(
            vito.get(AUDIT + "/export?actor=actor1&action=a.*")
                .asString()
                .lines()
                .map(line -> new JsonPath(line).getString("target.id"))
                .toList())
        .isEqualTo(expected);
    for (String none : List.of("actor=nobody", "action=c.*", "action=a", "actor=actor1&action=x")) {
      vito.get(AUDIT + "?" + none).then().statusCode(200).body("items", hasSize(0));
    }
    vito.get(AUDIT + "?limit=1&action=*").then().body("items[0].target.id", equalTo("700"));
    vito.get(AUDIT + "?limit=1&action=a.*&target=7").then().body("items", hasSize(1));
  }

  @Test
  void isIntactAndItsAnchorGoesOnFitting() {
    Api tess = Api.as("tess", "audited-anchor", "owner");
    tess.me();
    tess.get(AUDIT + "/verify").then().body("intact", equalTo(true)).body("entries", equalTo(2));
    tess.create("ünïcode ✓ \u2028", "demo:read");
    JsonPath first = tess.get(AUDIT + "/verify").jsonPath();
    assertThat(first.getBoolean("intact")).isTrue();
    assertThat(first.getLong("head.seq")).isEqualTo(3);
    tess.create("later", "demo:read");
    String anchor = first.getString("head.anchor");
    tess.get(AUDIT + "/verify?anchor=" + anchor).then().body("intact", equalTo(true));
    tess.get(AUDIT + "/verify?anchor=1:" + "0".repeat(64))
        .then()
        .body("intact", equalTo(false))
        .body("broken.seq", equalTo(1));
    tess.get(AUDIT + "/verify?anchor=5:" + "0".repeat(64)).then().body("intact", equalTo(false));
  }
}
