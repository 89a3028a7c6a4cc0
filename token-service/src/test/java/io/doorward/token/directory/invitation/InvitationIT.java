package io.doorward.token.directory.invitation;

import static org.hamcrest.Matchers.equalTo;

import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.doorward.token.support.Rows;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("S3")
class InvitationIT {
  private static final String PATH = "/api/v1/invitations";

  @Test
  void theFirstSignInWithTheAddressTakesTheInvitationsRole() {
    Api owner = owner("i-accept");
    invite(owner, "Nina@i-accept.example", "admin");
    owner.get(PATH).then().body("items.email", equalTo(List.of("nina@i-accept.example")));
    Api.as("nina", "i-accept", "viewer").get("/api/v1/me").then().body("role", equalTo("admin"));
    owner.get(PATH).then().body("items", equalTo(List.of()));
    owner.post(PATH, body("nina@i-accept.example", "viewer")).then().statusCode(409);
  }

  @Test
  void anExpiredOrWithdrawnOneOrAnotherOrganizationsCountsForNothing() throws SQLException {
    Api owner = owner("i-void");
    String expired = invite(owner, "eva@i-void.example", "admin");
    Rows.update(
        "tokens_app",
        "UPDATE tokens.invitation SET expires_at = created_at WHERE id = ?",
        UUID.fromString(expired));
    role("eva", "i-void", "viewer");
    String withdrawn = invite(owner, "wim@i-void.example", "admin");
    owner.delete(PATH + "/" + withdrawn).then().statusCode(204);
    owner.delete(PATH + "/" + withdrawn).then().statusCode(404);
    role("wim", "i-void", "viewer");
    invite(owner, "fay@i-other.example", "admin");
    role("fay", "i-other", "viewer");
  }

  @Test
  void anAddressThatTheProviderHasNotVerifiedTakesNothing() {
    Api owner = owner("i-claim");
    invite(owner, "una@i-claim.example", "admin");
    Map<String, String> claims =
        Map.of("email", "una@i-claim.example", "org", "i-claim", "org_role", "viewer");
    Api.withClaims("una", claims).get("/api/v1/me").then().body("role", equalTo("viewer"));
    owner.get(PATH).then().body("items.email", equalTo(List.of("una@i-claim.example")));
  }

  @Test
  void aRemovedMemberComesBackByInvitationOnly() {
    Api owner = owner("i-back");
    Api mia = Api.as("mia", "i-back", "member");
    mia.me();
    owner.delete("/api/v1/members/mia").then().statusCode(204);
    mia.get("/api/v1/me").then().statusCode(403);
    invite(owner, "mia@i-back.example", "viewer");
    mia.get("/api/v1/me").then().statusCode(200).body("role", equalTo("viewer"));
  }

  @Test
  @Tag("SCP-1")
  void nobodyInvitesAboveTheirOwnRoleOrTwice() {
    owner("i-rank");
    Api admin = Api.as("adam", "i-rank", "admin");
    admin.post(PATH, body("x@i-rank.example", "owner")).then().statusCode(403);
    invite(admin, "x@i-rank.example", "admin");
    admin.post(PATH, body("x@i-rank.example", "viewer")).then().statusCode(409);
    Api.as("mia", "i-rank", "member").get(PATH).then().statusCode(403);
    Api.as("mia", "i-rank", "member")
        .post(PATH, body("y@z.example", "viewer"))
        .then()
        .statusCode(403);
  }

  @Test
  @Tag("TEN-1")
  void anotherOrganizationsInvitationIsNotThere() {
    String id = invite(owner("i-mine"), "x@i-mine.example", "viewer");
    owner("i-theirs").delete(PATH + "/" + id).then().statusCode(404);
    owner("i-theirs").delete(PATH + "/nonsense").then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "a@b", "@b.example", "a@@b.example", "a b@c.example"})
  void whatIsNoAddressIsRefused(String email) {
    owner("i-bad")
        .post(PATH, body(email, "viewer"))
        .then()
        .statusCode(400)
        .body("errors[0].location", equalTo("/email"));
  }

  private static Api owner(String organization) {
    Api owner = Api.as("olga", organization, "owner");
    owner.me();
    return owner;
  }

  private static void role(String subject, String organization, String role) {
    Api.as(subject, organization, role).get("/api/v1/me").then().body("role", equalTo(role));
  }

  private static String invite(Api who, String email, String role) {
    return who.post(PATH, body(email, role))
        .then()
        .statusCode(201)
        .extract()
        .jsonPath()
        .getString("id");
  }

  private static String body(String email, String role) {
    return "{\"email\":\"%s\",\"role\":\"%s\"}".formatted(email, role);
  }
}
