package io.doorward.token.lifecycle.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How large a file may be, and how slow its hashes. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T3")
class ImportBoundsIT {
  private static final int CUT_OFF = 0;
  private static final String BCRYPT =
      "$2b$12$abcdefghijklmnopqrstuvABCDEFGHIJKLMNOPQRSTUVWXYZ01234";

  private final String organization = "bounds-" + UUID.randomUUID();
  private final Api olga = Api.as("olga", organization, "owner");
  private final String hash = "%064x".formatted(UUID.randomUUID().getMostSignificantBits() >>> 1);

  @BeforeEach
  void members() {
    olga.me();
    Api.as("max", organization, "member").me();
  }

  @Test
  @Tag("API-1")
  void fiveThousandKeysAreOneImport() {
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 5_000; i++) {
      file.append(row("key " + i, "sha256:%064x".formatted(i), "max", "demo:read"));
    }
    assertThat(file.length()).isGreaterThan(64 << 10);
    String id =
        send("", "application/x-ndjson", unique(file))
            .then()
            .statusCode(201)
            .body("accepted", equalTo(5_000))
            .extract()
            .path("id");
    assertThat(Rows.count("SELECT count(*) FROM tokens.imported_key WHERE import_id = ?::uuid", id))
        .isEqualTo(5_000);
    // Nobody's hour is used up by it.
    assertThat(Rows.count("SELECT count(*) FROM tokens.token WHERE created_by = ?", "import " + id))
        .isEqualTo(5_000);
    olga.create("another", "demo:read");
    assertRefused(post(olga, "?dryRun=true", file + row("one more", hash, "max", "demo:read")));
  }

  @Test
  @Tag("DOS-1")
  void aFileIsBoundedAndOtherBodiesAreBoundedCloser() {
    String rows = "\n".repeat((5 << 20) + 1);
    assertThat(post(olga, "", rows).statusCode()).isEqualTo(413);
    assertThat(chunked("/api/v1/imports", "application/x-ndjson", rows)).isIn(CUT_OFF, 413);
    String spaces = " ".repeat(100_000);
    assertThat(chunked("/api/v1/tokens", "application/json", spaces)).isIn(CUT_OFF, 413);
    // The bound of the one is not the bound of the other.
    assertThat(chunked("/api/v1/imports", "application/x-ndjson", spaces)).isEqualTo(400);
    assertThat(olga.post("/api/v1/tokens", " ".repeat(100_000)).statusCode()).isEqualTo(413);
  }

  @Test
  @Tag("DOS-1")
  void aLargestFileOfSmallestRowsIsToldApartWhole() {
    for (String type : List.of("application/x-ndjson", "text/csv")) {
      send("", type, "x\n".repeat((5 << 20) / 2))
          .then()
          .statusCode(400)
          .body("errors.message", equalTo(List.of("has no row or more than 5000")));
    }
  }

  @Test
  @Tag("DOS-1")
  void aRowOfVeryManyScopesAndAddressesHasTwoFaults() {
    String many = "\"x\",".repeat(500_000) + "\"x\"";
    String row =
        "{\"name\":\"ci\",\"hash\":\"sha256:%s\",\"prefix\":\"old_\",\"owner\":\"olga\",\"scopes\":[%s],\"allowedIps\":[%s]}"
            .formatted(hash, many, many);
    send("?dryRun=true", "application/x-ndjson", row)
        .then()
        .statusCode(200)
        .body("rows[0].errors.location", equalTo(List.of("/scopes", "/allowedIps")));
  }

  @Test
  @Tag("DOS-1")
  void bcryptIsBoundedInCostAndInKeysAlike() {
    String slow = BCRYPT.replace("$12$", "$13$");
    send("?dryRun=true", "application/x-ndjson", row("ci", slow, "olga", "demo:read"))
        .then()
        .body("rows[0].errors.message", hasItem("has a cost above 12"));
    StringBuilder file = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      file.append(row("ci", BCRYPT.replace("01234", "0123" + i), "olga", "demo:read"));
    }
    send("?dryRun=true", "application/x-ndjson", file.toString())
        .then()
        .body("rows.accepted", equalTo(List.of(true, true, true, true, true, false)))
        .body("rows[5].errors.location", equalTo(List.of("/prefix")));
  }

  @ParameterizedTest
  @Tag("DOS-1")
  @CsvSource({
    "\"name\":\"ci\", '\"name\":\"a\\u202Eb\"', /name",
    "\"name\":\"ci\", '\"name\":\"a\\u2028b\"', /name",
    "\"name\":\"ci\", '\"name\":\"a\\u009Bb\"', /name",
    "\"name\":\"ci\", '\"name\":\"a\\u0000b\"', /name",
    "\"owner\":\"olga\", '\"owner\":\"ol\\u0000ga\"', /owner",
    "\"prefix\":\"old_\", '\"prefix\":\"old\\u0000\"', /prefix",
    "\"prefix\":\"old_\", '\"prefix\":\"a-whole-key-0001\"', /prefix",
    "\"name\":\"ci\", '\"name\":\"ci\",\"expiresAt\":\"+12026-01-01T00:00:00Z\"', /expiresAt",
    "\"name\":\"ci\", '\"name\":\"ci\",\"expiresAt\":\"9999-12-31T23:59:59.5Z\"', /expiresAt",
  })
  void whatTheDatabaseOrPeopleCouldNotReadIsRefused(String part, String other, String location) {
    String row = row("ci", "sha256:" + hash, "olga", "demo:read").replace(part, other);
    send("?dryRun=true", "application/x-ndjson", row)
        .then()
        .statusCode(200)
        .body("rows[0].errors.location", equalTo(List.of(location)));
  }

  @Test
  @Tag("SCP-1")
  void aScopeThatPersonalTokensMayNotHaveIsRefused() {
    olga.post(
            "/api/v1/scopes",
            "{\"name\":\"robots:drive\",\"description\":\"x\",\"tokenTypes\":[\"service\"]}")
        .then()
        .statusCode(201);
    send("?dryRun=true", "application/x-ndjson", row("ci", "sha256:" + hash, "olga", "robots:*"))
        .then()
        .body("rows[0].errors.location", hasItem("/scopes"));
  }

  private static void assertRefused(Response answer) {
    answer.then().statusCode(400).body("code", equalTo("validation_failed"));
  }

  /** Other numbers each time: a key is taken over once. */
  private static String unique(StringBuilder file) {
    String salt = UUID.randomUUID().toString().replace("-", "");
    return file.toString().replace("sha256:" + "0".repeat(32), "sha256:" + salt);
  }

  /** A body that does not announce its length. */
  private int chunked(String path, String type, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + path))
            .header("Authorization", "Bearer " + olga.credential())
            .header("Content-Type", type)
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)))
            .build();
    try {
      return HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .build()
          .send(request, BodyHandlers.discarding())
          .statusCode();
    } catch (IOException e) {
      return CUT_OFF;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
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
