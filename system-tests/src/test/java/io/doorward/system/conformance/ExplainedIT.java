package io.doorward.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Api.NewToken;
import io.doorward.system.suite.Suite;
import io.doorward.system.suite.Suite.RunningSuite;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whichever gateway is asked why a request was refused, and whoever asks. */
@ExtendWith(Suite.class)
@Tag("G8")
class ExplainedIT {
  private final RunningSuite suite;

  ExplainedIT(RunningSuite suite) {
    this.suite = suite;
  }

  private Answer explained(int gateway, DemoPerson who, String requestId) {
    return suite
        .gateway(gateway)
        .with(suite.stack().sessionOf(who))
        .get("/api/v1/decisions/" + requestId);
  }

  @Test
  @Tag("TEN-1")
  @Tag("CMP-3")
  void everyGatewayExplainsWhatOneOfThemDecidedToWhoMaySeeTheToken() {
    NewToken carols = suite.as(DemoPerson.CAROL).createToken("asks for more", "demo:read");
    Answer refused = suite.gateway(1).with(carols.token()).post("/demo/items", "{}");
    assertThat(refused.status()).isEqualTo(403);
    String id = refused.text("requestId");
    for (int gateway = 0; gateway < 2; gateway++) {
      for (DemoPerson who : List.of(DemoPerson.CAROL, DemoPerson.ALICE, DemoPerson.BOB)) {
        Answer answer = explained(gateway, who, id);
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.text("instance")).isEqualTo("gateway-1");
        assertThat(answer.text("code")).isEqualTo("insufficient_scope");
        assertThat(answer.json().at("/scopes/missingFromToken/0").asText()).isEqualTo("demo:write");
      }
      for (DemoPerson who : List.of(DemoPerson.DAVE, DemoPerson.ERIN)) {
        Answer theirs = explained(gateway, who, id);
        Answer random = explained(gateway, who, UUID.randomUUID().toString());
        assertThat(theirs.status()).isEqualTo(404);
        assertThat(theirs.body().replace(theirs.text("requestId"), ""))
            .isEqualTo(random.body().replace(random.text("requestId"), ""));
      }
    }
  }

  @Test
  @Tag("SCP-5")
  void aTokenNeedsTheScopeToReadTokens() {
    Api alice = suite.as(DemoPerson.ALICE);
    NewToken narrow = alice.createToken("only data", "demo:read");
    Answer answer =
        suite.gateway(0).with(narrow.token()).get("/api/v1/decisions/" + UUID.randomUUID());
    assertThat(answer.status()).isEqualTo(403);
  }
}
