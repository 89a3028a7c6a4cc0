package io.doorward.token.lifecycle.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T3")
class ImportIT {
  private final String organization = "importing-" + UUID.randomUUID();
  private final Api olga = Api.as("olga", organization, "owner");
  private final String bcrypt = Bcrypt.of(UUID.randomUUID().toString());
  private final String hash = "%064x".formatted(UUID.randomUUID().getMostSignificantBits() >>> 1);

  @BeforeEach
  void members() {
    olga.me();
    Api.as("max", organization, "member").me();
  }

  @Test
  void aDryRunReportsRowByRowAndStoresNothing() {
    String file =
        row("ci", "sha256:" + hash, "olga", "demo:read")
            + row("ci", "sha256:" + hash, "olga", "demo:read")
            + row("ci", "md5:00", "nobody", "no:such")
            + "nonsense\n"
            + row("old", bcrypt, "max", "demo:write");
    String before = Rows.contents();
    send("?dryRun=true", "application/x-ndjson", file)
        .then()
        .statusCode(200)
        .body("dryRun", equalTo(true))
        .body("id", nullValue())
        .body("accepted", equalTo(2))
        .body("refused", equalTo(3))
        .body("rows.accepted", equalTo(List.of(true, false, false, false, true)))
        .body("rows[1].errors.location", equalTo(List.of("/hash")))
        .body("rows[2].errors.location", equalTo(List.of("/hash", "/owner", "/scopes")));
    assertThat(Rows.contents()).isEqualTo(before);
  }

  @Test
  @Tag("STO-2")
  void storesKeysWithTheirHashesKeyedAndOneAuditEntry() {
    JsonPath report =
        send(
                "",
                "application/x-ndjson",
                row("ci", "sha256:" + hash, "olga", "demo:read")
                    + row("old", bcrypt, "max", "demo:write"))
            .then()
            .statusCode(201)
            .body("id", notNullValue())
            .body("accepted", equalTo(2))
            .extract()
            .jsonPath();
    assertThat(
            Rows.query(
                "SELECT algorithm, digest FROM tokens.imported_key WHERE import_id = ?::uuid"
                    + " ORDER BY algorithm DESC",
                report.getString("id")))
        .satisfiesExactly(
            row -> {
              assertThat(row).containsEntry("algorithm", "sha256");
              assertThat(row.get("digest").toString()).matches("p1\\.[0-9a-f]{64}");
              assertThat(row.get("digest").toString()).doesNotContain(hash);
            },
            row -> assertThat(row).containsEntry("digest", bcrypt));
    olga.get("/api/v1/audit?target=" + report.getString("id"))
        .then()
        .body("items", hasSize(1))
        .body("items[0].action", equalTo("keys.imported"));
  }

  @Test
  void readsCsv() {
    String file =
        "name,hash,prefix,owner,scopes,expiresAt\r\n"
            + "\"say \"\"hi\"\", all\",sha256:"
            + hash
            + ",old_,max,demo:read demo:write,2099-01-01T00:00:00Z\r\n"
            + "short\r\n";
    send("?dryRun=true", "text/csv", file)
        .then()
        .statusCode(200)
        .body("rows.accepted", equalTo(List.of(true, false)));
  }

  @Test
  void storesAllOrNothing() {
    String before = Rows.contents();
    send(
            "",
            "application/x-ndjson",
            row("ci", "sha256:" + hash, "olga", "demo:read") + row("ci", "x", "olga", "demo:read"))
        .then()
        .statusCode(400)
        .body("code", equalTo("validation_failed"))
        .body("errors.location", hasItem("/2/hash"));
    assertThat(Rows.contents()).isEqualTo(before);
  }

  @Test
  void ofManyImportsOfOneKeyAtOnceOneIsStored() {
    String file = row("ci", "sha256:" + hash, "olga", "demo:read");
    List<CompletableFuture<Integer>> imports =
        IntStream.range(0, 6)
            .mapToObj(i -> CompletableFuture.supplyAsync(() -> post(olga, "", file).statusCode()))
            .toList();
    List<Integer> statuses = imports.stream().map(CompletableFuture::join).toList();
    assertThat(statuses).containsOnlyOnce(201);
    assertThat(statuses).allMatch(status -> Set.of(201, 400, 409).contains(status));
  }

  @Test
  void aKeyIsTakenOverOnce() {
    String file = row("ci", "sha256:" + hash, "olga", "demo:read");
    send("", "application/x-ndjson", file).then().statusCode(201);
    send("?dryRun=true", "application/x-ndjson", file)
        .then()
        .body("rows[0].errors[0].message", equalTo("has been imported before"));
  }

  @Test
  @Tag("SCP-1")
  void theOrganizationsPolicyHoldsForThemToo() {
    olga.request()
        .contentType("application/json")
        .body("{\"expiryRequired\":true,\"allowListRequired\":[\"personal\"]}")
        .put("/api/v1/policy")
        .then()
        .statusCode(200);
    send("?dryRun=true", "application/x-ndjson", row("ci", "sha256:" + hash, "olga", "demo:read"))
        .then()
        .body("rows[0].errors.location", equalTo(List.of("/allowedIps", "/expiresAt")));
    String csv =
        "name,hash,prefix,owner,scopes,allowedIps,expiresAt\n"
            + "ci,sha256:"
            + hash
            + ",old_,olga,demo:read,192.0.2.0/24 2001:db8::/32,2099-01-01T00:00:00Z\n";
    send("?dryRun=true", "text/csv", csv).then().body("accepted", equalTo(1));
  }

  @Test
  void aKeyThatLooksLikeOursCannotBeUsedAndIsRefused() {
    String row = row("ci", "sha256:" + hash, "olga", "demo:read").replace("old_", "dwp_live_");
    send("?dryRun=true", "application/x-ndjson", row)
        .then()
        .body("rows[0].errors.location", equalTo(List.of("/prefix")));
  }

  @ParameterizedTest
  @Tag("SCP-1")
  @CsvSource({"audit:read, max", "org:admin, max", "*, max"})
  void noKeyGetsMoreThanItsOwnerMay(String scope, String owner) {
    send("?dryRun=true", "application/x-ndjson", row("ci", "sha256:" + hash, owner, scope))
        .then()
        .body("accepted", equalTo(0))
        .body("rows[0].errors.location", hasItem("/scopes"));
  }

  @Test
  @Tag("S3")
  void isForAdministratorsSessionsOnly() {
    String file = row("ci", "sha256:" + hash, "olga", "demo:read");
    assertThat(post(Api.as("max", organization, "member"), "", file).statusCode()).isEqualTo(403);
    JsonPath token = olga.create("admin's", "tokens:admin");
    assertThat(post(Api.withToken(token, olga.me()), "", file).statusCode()).isEqualTo(403);
    assertThat(post(olga, "?dryRun=perhaps", file).statusCode()).isEqualTo(400);
    assertThat(post(olga, "", "").statusCode()).isEqualTo(400);
    assertThat(olga.post("/api/v1/imports", "{}").statusCode()).isEqualTo(415);
  }

  @ParameterizedTest
  @Tag("API-3")
  @CsvSource({
    "?dryrun=true, query/dryrun",
    "?dry_run=true, query/dry_run",
    "?dryRun=true&dryRun=false, query/dryRun",
  })
  void aMisspeltDryRunStoresNothing(String query, String location) {
    String before = Rows.contents();
    send(query, "application/x-ndjson", row("ci", "sha256:" + hash, "olga", "demo:read"))
        .then()
        .statusCode(400)
        .body("errors.location", equalTo(List.of(location)));
    assertThat(Rows.contents()).isEqualTo(before);
  }

  private Response send(String query, String type, String file) {
    return olga.request()
        .contentType(type)
        .body(file.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/imports" + query);
  }

  private static Response post(Api who, String query, String file) {
    return who.request()
        .contentType("application/x-ndjson")
        .body(file.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/imports" + query);
  }

  private static String row(String name, String hash, String owner, String scope) {
    return """
        {"name":"%s","hash":"%s","prefix":"old_","owner":"%s","scopes":["%s"]}
        """
        .formatted(name, hash, owner, scope);
  }
}
