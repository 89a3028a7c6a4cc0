package io.doorward.token.lifecycle.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import io.doorward.contract.token.ForeignSecret;
import io.doorward.contract.token.TokenFormat;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T3")
class FirstUseIT {
  private final String organization = "first-use-" + UUID.randomUUID();
  private final Api olga = Api.as("olga", organization, "owner");
  private final String prefix = UUID.randomUUID().toString().substring(0, 8);
  private final String key = prefix + "." + UUID.randomUUID();

  @BeforeEach
  void member() {
    olga.me();
  }

  @Test
  @Tag("STO-2")
  void aBcryptHashGivesWayToAKeyedOneAtFirstUse() {
    String id = imported(Bcrypt.of(key));
    assertThat(lookup(id)).startsWith("unhashed.");
    recognize(key).then().statusCode(200).body("tokenId", equalTo(id)).body("version", equalTo(2));
    assertThat(lookup(id)).matches("p1\\.[0-9a-f]{64}");
    assertThat(Rows.query("SELECT digest, used_at FROM tokens.imported_key WHERE id = ?::uuid", id))
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.get("digest")).isNull();
              assertThat(row.get("used_at")).isNotNull();
            });
    Api.gateway().get("/internal/snapshots/" + lookup(id)).then().body("tokenId", equalTo(id));
    olga.get("/api/v1/audit?action=token.rehashed&target=" + id)
        .then()
        .body("items", hasSize(1))
        .body("items[0].actor.kind", equalTo("token"));
  }

  @Test
  @Tag("STO-2")
  void aSha256IsFoundByItsKeyedHashFromTheStart() {
    String sha256 = ForeignSecret.read(TokenFormat.standard(), key).orElseThrow().sha256();
    String id = imported("sha256:" + sha256);
    recognize(key).then().statusCode(200).body("tokenId", equalTo(id)).body("version", equalTo(1));
    assertThat(lookup(id)).startsWith("p1.").doesNotContain(sha256);
  }

  @Test
  @Tag("CMP-4")
  void manyFirstUsesAtOnceAreOne() {
    String id = imported(Bcrypt.of(key));
    List<CompletableFuture<Response>> uses =
        IntStream.range(0, 8)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> recognize(key)))
            .toList();
    assertThat(uses)
        .allSatisfy(use -> use.join().then().statusCode(200).body("version", equalTo(2)));
    assertThat(
            Rows.count(
                "SELECT count(*) FROM tokens.audit_log WHERE action = 'token.rehashed'"
                    + " AND target_id = ?",
                id))
        .isEqualTo(1);
  }

  @Test
  @Tag("TOK-5")
  void onlyTheVeryKeyFits() {
    imported(Bcrypt.of(key));
    for (String other :
        List.of(key + "x", key.substring(0, key.length() - 1), key.toUpperCase(), " " + key)) {
      recognize(other).then().statusCode(404);
    }
    String long72 = prefix + "x".repeat(72 - prefix.length());
    imported(Bcrypt.of(long72));
    // bcrypt itself does not look beyond 72 bytes.
    recognize(long72 + "y").then().statusCode(404);
    recognize(long72).then().statusCode(200);
  }

  @Test
  void whatWasEndedBeforeItsFirstUseIsNotCompared() {
    String id = imported(Bcrypt.of(key));
    olga.post("/api/v1/tokens/" + id + "/revoke", "{}").then().statusCode(200);
    recognize(key).then().statusCode(404);
    assertThat(lookup(id)).startsWith("unhashed.");
  }

  @Test
  void aSuspendedOneIsRecognisedAndStaysSuspended() {
    String id = imported(Bcrypt.of(key));
    olga.post("/api/v1/tokens/" + id + "/suspend", "{\"reason\":\"odd\"}").then().statusCode(200);
    JsonPath snapshot = recognize(key).then().statusCode(200).extract().jsonPath();
    assertThat(snapshot.getString("suspendedAt")).isNotNull();
  }

  @Test
  void itsSuccessorIsATokenOfOurOwnForm() {
    String id = imported(Bcrypt.of(key));
    recognize(key).then().statusCode(200);
    olga.post("/api/v1/tokens/" + id + "/rotate", "{}")
        .then()
        .statusCode(201)
        .body("token", startsWith("dwp_live_"))
        .body("prefix", equalTo("dwp_live_"))
        .body("tags", hasSize(0));
    olga.get("/api/v1/tokens?tag=imported&status=rotated").then().body("items", hasSize(1));
  }

  @Test
  void isTheGatewaysAlone() {
    assertThat(
            olga.request()
                .contentType("text/plain")
                .body(key)
                .post("/internal/imported-keys")
                .statusCode())
        .isEqualTo(404);
  }

  private Response recognize(String presented) {
    return Api.gateway()
        .request()
        .contentType("text/plain")
        .body(presented)
        .post("/internal/imported-keys");
  }

  private static String lookup(String id) {
    return Rows.query("SELECT lookup FROM tokens.token WHERE id = ?::uuid", id)
        .get(0)
        .get("lookup")
        .toString();
  }

  private String imported(String hash) {
    String row =
        """
        {"name":"ci","hash":"%s","prefix":"%s","owner":"olga","scopes":["demo:read"]}
        """
            .formatted(hash, prefix);
    String importId =
        olga.request()
            .contentType("application/x-ndjson")
            .body(row.getBytes(StandardCharsets.UTF_8))
            .post("/api/v1/imports")
            .then()
            .statusCode(201)
            .extract()
            .path("id");
    return Rows.query("SELECT id FROM tokens.imported_key WHERE import_id = ?::uuid", importId)
        .get(0)
        .get("id")
        .toString();
  }
}
