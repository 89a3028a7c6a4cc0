package io.doorward.token.support;

import io.restassured.path.json.JsonPath;
import java.util.UUID;

/** What a gateway is told of a token. */
public final class Snapshots {
  private Snapshots() {}

  /** The snapshot of the token with this id. */
  public static JsonPath of(String tokenId) {
    String lookup =
        Rows.query("SELECT lookup FROM tokens.token WHERE id = ?", UUID.fromString(tokenId))
            .get(0)
            .get("lookup")
            .toString();
    return Api.gateway()
        .get("/internal/snapshots/" + lookup)
        .then()
        .statusCode(200)
        .extract()
        .jsonPath();
  }

  /** How many changes of the token were given to the relay, sent or not. */
  public static long version(String tokenId) {
    return Rows.count("SELECT version FROM tokens.token WHERE id = ?", UUID.fromString(tokenId));
  }
}
