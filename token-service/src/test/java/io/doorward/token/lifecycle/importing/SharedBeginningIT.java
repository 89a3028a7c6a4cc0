package io.doorward.token.lifecycle.importing;

import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Keys of more than one organization, or of one, that begin alike. */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("T3")
class SharedBeginningIT {
  private static final int MOST_ALIKE = 5;

  private final String beginning = UUID.randomUUID().toString().substring(0, 8);
  private final String key = beginning + "." + UUID.randomUUID();
  private final Api olga = Api.as("olga", "shared-" + UUID.randomUUID(), "owner");

  @Test
  void theKeysOfOthersPushNobodysOut() {
    olga.me();
    take(olga, row(beginning, Bcrypt.of(key)), "").then().statusCode(201);
    crowd();
    recognize(key).then().statusCode(200);
  }

  @Test
  @Tag("RES-1")
  void whatCannotBeComparedWithAllIsNotSaidToBeUnknown() {
    crowd();
    recognize(key).then().statusCode(503).body("code", equalTo("dependency_unavailable"));
    recognize("other_" + UUID.randomUUID()).then().statusCode(404);
  }

  @Test
  void prefixesThatBeginAlikeCountTogether() {
    olga.me();
    List<String> chain =
        IntStream.rangeClosed(1, MOST_ALIKE).mapToObj(n -> beginning.substring(0, n + 1)).toList();
    String file = chain.stream().map(p -> row(p, unlike())).collect(Collectors.joining());
    take(olga, file, "").then().statusCode(201);
    String more =
        Stream.of(beginning, beginning.substring(0, 1), "~" + beginning)
            .map(p -> row(p, unlike()))
            .collect(Collectors.joining());
    take(olga, more, "?dryRun=true")
        .then()
        .body("rows.accepted", equalTo(List.of(false, false, true)))
        .body("rows[0].errors.location", equalTo(List.of("/prefix")));
  }

  @Test
  @Tag("STO-2")
  void aBcryptHashIsAcceptedOnceInAnInstallationUsedOrNot() {
    olga.me();
    String hash = Bcrypt.of(key);
    take(olga, row(beginning, hash), "").then().statusCode(201);
    Api other = Api.as("olga", "other-" + UUID.randomUUID(), "owner");
    other.me();
    assertTaken(other, hash);
    // Of another version of bcrypt it fits the same key.
    assertTaken(other, hash.replace("$2b$", "$2y$"));
    recognize(key).then().statusCode(200);
    assertTaken(other, hash);
    assertTaken(olga, hash);
  }

  private void assertTaken(Api who, String hash) {
    take(who, row(key.substring(0, 12), hash), "")
        .then()
        .statusCode(400)
        .body("errors.message", equalTo(List.of("has been imported before")));
  }

  /** Three organizations with as many keys as may begin alike, and more of a prefix. */
  private void crowd() {
    for (int i = 0; i < 3; i++) {
      Api other = Api.as("olga", "crowd-" + UUID.randomUUID(), "owner");
      other.me();
      String theirs =
          IntStream.range(0, MOST_ALIKE)
              .mapToObj(any -> row(beginning + ".", unlike()))
              .collect(Collectors.joining());
      take(other, theirs, "").then().statusCode(201);
    }
  }

  private static String unlike() {
    return Bcrypt.of(UUID.randomUUID().toString());
  }

  private static Response take(Api who, String file, String query) {
    return who.request()
        .contentType("application/x-ndjson")
        .body(file.getBytes(StandardCharsets.UTF_8))
        .post("/api/v1/imports" + query);
  }

  private static Response recognize(String presented) {
    return Api.gateway()
        .request()
        .contentType("text/plain")
        .body(presented)
        .post("/internal/imported-keys");
  }

  private static String row(String prefix, String hash) {
    return """
        {"name":"ci","hash":"%s","prefix":"%s","owner":"olga","scopes":["demo:read"]}
        """
        .formatted(hash, prefix);
  }
}
