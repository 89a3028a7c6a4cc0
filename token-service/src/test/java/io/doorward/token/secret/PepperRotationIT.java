package io.doorward.token.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.doorward.contract.token.LookupKey;
import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.TokenFormat;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.OtherSettings;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code p2} is current, {@code p1} still there, {@code p0} gone. */
@QuarkusTest
@WithTestResource(StackResource.class)
@WithTestResource(OtherSettings.class)
@Tag("STO-5")
class PepperRotationIT {
  private final Api olga = Api.as("olga", "peppers-" + UUID.randomUUID(), "owner");

  @BeforeEach
  void mayCreate() {
    olga.me();
    olga.request()
        .contentType(ContentType.JSON)
        .body("{\"creationsPerHour\":100}")
        .put("/api/v1/policy")
        .then()
        .statusCode(200);
  }

  @Test
  void newTokensAreUnderTheCurrentOne() {
    JsonPath token = olga.create("new", "demo:read");
    assertThat(lookup(token.getString("id"))).startsWith("p2.");
    introspect(token).then().body("active", equalTo(true));
  }

  @Test
  void aTokenUnderAnOlderOneWorksAndStaysThereUntilItIsRotated() throws Exception {
    JsonPath token = olga.create("old", "demo:read");
    LookupKey older = madeUnder("p1", token);
    introspect(token).then().body("active", equalTo(true));
    Api.gateway()
        .get("/internal/snapshots/" + older)
        .then()
        .statusCode(200)
        .body("tokenId", equalTo(token.getString("id")));
    assertThat(lookup(token.getString("id"))).isEqualTo(older.value());
    JsonPath successor =
        olga.post("/api/v1/tokens/" + token.getString("id") + "/rotate", "{}")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    assertThat(lookup(successor.getString("id"))).startsWith("p2.");
  }

  @Test
  void whoeverHoldsAnOldOneMayEndIt() throws Exception {
    JsonPath token = olga.create("old", "demo:read");
    madeUnder("p1", token);
    olga.request()
        .contentType(ContentType.URLENC)
        .formParam("token", token.getString("token"))
        .post("/oauth/revoke")
        .then()
        .statusCode(200);
    introspect(token).then().body("active", equalTo(false));
    assertThat(status(token)).isEqualTo("revoked");
  }

  @Test
  void aTokenUnderARetiredOneIsUnknown() throws Exception {
    JsonPath token = olga.create("very old", "demo:read");
    madeUnder("p0", token);
    introspect(token).then().body("active", equalTo(false));
    assertThat(status(token)).isEqualTo("active");
  }

  @Test
  void theGuideCountsWhatIsLeft() throws Exception {
    JsonPath token = olga.create("old", "demo:read");
    madeUnder("p1", token);
    assertThat(Rows.query(statement()))
        .anySatisfy(
            row -> {
              assertThat(row).containsEntry("pepper", "p1");
              assertThat((Long) row.get("usable")).isPositive();
            });
  }

  /** The first statement in the guide, as it stands there. */
  private static String statement() throws IOException {
    String guide = Files.readString(Path.of("../docs/guides/pepper-rotation.md"));
    int start = guide.indexOf("```sql\n") + "```sql\n".length();
    return guide.substring(start, guide.indexOf(";\n```", start));
  }

  /** Stores the token as it would have been stored then. */
  private static LookupKey madeUnder(String pepper, JsonPath token) throws SQLException {
    ParsedToken.WellFormed found =
        (ParsedToken.WellFormed) TokenFormat.standard().parse(token.getString("token"));
    LookupKey then = OtherSettings.when(pepper).lookupKey(found.token());
    Rows.update(
        "tokens_owner",
        "UPDATE tokens.token SET lookup = ? WHERE id = ?",
        then.value(),
        UUID.fromString(token.getString("id")));
    return then;
  }

  private Response introspect(JsonPath token) {
    return olga.request()
        .contentType(ContentType.URLENC)
        .formParam("token", token.getString("token"))
        .post("/oauth/introspect");
  }

  private String status(JsonPath token) {
    return olga.get("/api/v1/tokens/" + token.getString("id")).jsonPath().getString("status");
  }

  private static String lookup(String id) {
    return Rows.query("SELECT lookup FROM tokens.token WHERE id = ?::uuid", id)
        .get(0)
        .get("lookup")
        .toString();
  }
}
