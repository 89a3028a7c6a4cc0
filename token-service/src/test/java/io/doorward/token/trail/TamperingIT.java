package io.doorward.token.trail;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a superuser of the database does to the rows is named. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("X4")
@Tag("LOG-3")
class TamperingIT {
  private final Api owner = Api.as("uma", "tampered-" + UUID.randomUUID(), "owner");
  private List<Long> entries;

  @BeforeEach
  void fourEntries() {
    // The first two tell of the organization and of its owner.
    for (int i = 1; i <= 2; i++) {
      owner.create("token " + i, "demo:read");
    }
    entries = owner.get("/api/v1/audit").jsonPath().getList("items.id", Long.class);
    entries = entries.stream().sorted().toList();
    assertThat(entries).hasSize(4);
    assertThat(verify().getBoolean("intact")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "actor_id = 'somebody else'",
        "at = at + interval '1 microsecond'",
        "reason = ''",
        "before = '{}'",
        "after = jsonb_set(after, '{name}', '\"another\"')",
        "target_id = target_id || ' '",
        "ip = NULL",
        "organization_id = (SELECT id FROM tokens.organization ORDER BY created_at LIMIT 1)"
      })
  void anAlteredEntry(String change) throws Exception {
    Api.as("alice").me();
    asSuperuser("UPDATE tokens.audit_log SET " + change + " WHERE id = " + entries.get(1));
    broken(2L, entries.get(1), "altered");
  }

  @Test
  void anEntryThatWasRemoved() throws Exception {
    asSuperuser("DELETE FROM tokens.audit_log WHERE id = " + entries.get(2));
    broken(3L, entries.get(2), "removed");
  }

  @Test
  void anEntryThatWasRemovedWithItsLink() throws Exception {
    asSuperuser("DELETE FROM tokens.audit_log WHERE id = " + entries.get(2));
    asSuperuser("DELETE FROM tokens.audit_link WHERE entry_id = " + entries.get(2));
    broken(3L, null, "removed");
  }

  @Test
  void anEndThatWasCutOff() throws Exception {
    asSuperuser("DELETE FROM tokens.audit_log WHERE id = " + entries.get(3));
    asSuperuser("DELETE FROM tokens.audit_link WHERE entry_id = " + entries.get(3));
    broken(4L, null, "end");
  }

  @Test
  void anEntryThatWasAddedPastTheChain() throws Exception {
    asSuperuser(
        """
        INSERT INTO tokens.audit_log (organization_id, at, actor_kind, actor_id, action,
            target_kind, target_id, request_id)
        SELECT organization_id, at, actor_kind, 'invented', action, target_kind, target_id,
            request_id FROM tokens.audit_log WHERE id = %d
        """
            .formatted(entries.get(0)));
    JsonPath verdict = verify();
    assertThat(verdict.getBoolean("intact")).isFalse();
    assertThat(verdict.getLong("broken.entryId")).isGreaterThan(entries.get(3));
    assertThat(verdict.getString("broken.why")).contains("past the chain");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anEntryThatWasAddedPastTheChainBetweenOthersOrBeforeThem(boolean between) throws Exception {
    owner.create("before", "demo:read");
    long id = between ? freeId() : 0;
    owner.create("after", "demo:read");
    asSuperuser(
        """
        INSERT INTO tokens.audit_log (id, organization_id, at, actor_kind, actor_id, action,
            target_kind, target_id, request_id)
        OVERRIDING SYSTEM VALUE
        SELECT %d, organization_id, at, actor_kind, 'invented', action, target_kind, target_id,
            request_id FROM tokens.audit_log WHERE id = %d
        """
            .formatted(id, entries.get(0)));
    broken(null, id, "past the chain");
  }

  /** An id that the sequence has given and no entry has. */
  private static long freeId() throws Exception {
    Rows.run("postgres", "SELECT nextval(pg_get_serial_sequence('tokens.audit_log', 'id'))");
    return Rows.count("SELECT max(id) + 1 FROM tokens.audit_log");
  }

  @Test
  void aChainMadeAnewWithoutAnEntryDoesNotFitTheAnchorKeptOutside() throws Exception {
    String anchor = verify().getString("head.anchor");
    String organization = owner.me().getString("organization.id");
    asSuperuser("DELETE FROM tokens.audit_log WHERE id = " + entries.get(1));
    asSuperuser(
        "DELETE FROM tokens.audit_link WHERE organization_id = '%s'".formatted(organization));
    asSuperuser(
        "DELETE FROM tokens.audit_head WHERE organization_id = '%s'".formatted(organization));
    asSuperuser(
        "SELECT tokens.audit_link_entry(a) FROM (SELECT * FROM tokens.audit_log"
            + " WHERE organization_id = '%s' ORDER BY id) a".formatted(organization));
    assertThat(verify().getBoolean("intact")).isTrue();
    JsonPath anchored = owner.get("/api/v1/audit/verify?anchor=" + anchor).jsonPath();
    assertThat(anchored.getBoolean("intact")).isFalse();
  }

  /** In one go, and by whoever verifies a few entries at a time. */
  private void broken(Long seq, Long entryId, String why) {
    for (int piece : new int[] {10_000, 3, 2, 1}) {
      JsonPath verdict = verify(piece);
      assertThat(verdict.getBoolean("intact")).as("in pieces of %d", piece).isFalse();
      assertThat(number(verdict, "broken.seq")).as("in pieces of %d", piece).isEqualTo(seq);
      assertThat(number(verdict, "broken.entryId")).isEqualTo(entryId);
      assertThat(verdict.getString("broken.why")).contains(why);
      assertThat(verdict.getString("next")).isNull();
    }
  }

  private static Long number(JsonPath verdict, String path) {
    Number number = verdict.get(path);
    return number == null ? null : Long.valueOf(number.longValue());
  }

  private JsonPath verify(int piece) {
    String after = "";
    while (true) {
      JsonPath verdict =
          owner
              .get("/api/v1/audit/verify?limit=" + piece + after)
              .then()
              .statusCode(200)
              .extract()
              .jsonPath();
      if (verdict.getString("next") == null) {
        return verdict;
      }
      after = "&after=" + verdict.getString("next");
    }
  }

  private JsonPath verify() {
    return owner.get("/api/v1/audit/verify").then().statusCode(200).extract().jsonPath();
  }

  /** With triggers off, as whoever wants to leave no trace would. */
  private static void asSuperuser(String statement) throws Exception {
    Rows.run("postgres", "SET session_replication_role = replica; " + statement);
  }
}
