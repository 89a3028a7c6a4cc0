package io.doorward.stack.cli;

import io.doorward.stack.StackException;
import io.doorward.stack.api.Answer;
import io.doorward.stack.api.GatewayClient;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.suite.DoorwardStack;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The token that a person can use at once; kept in the secrets folder, never in a log. */
final class ReadyMadeToken {
  private static final Duration LIFETIME = Duration.ofHours(24);

  private ReadyMadeToken() {}

  static String create(DoorwardStack stack, Clock clock) {
    Answer answer =
        GatewayClient.of(stack.addresses().gateway(), stack.sessionOf(DemoPerson.ALICE))
            .post(
                "/api/v1/tokens",
                Map.of(
                    "name",
                    "Ready-made at start",
                    "scopes",
                    List.of("demo:read", "demo:write"),
                    "expiresAt",
                    clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS).toString()));
    String token = answer.json().path("token").asText("");
    if (answer.status() != 201 || token.isEmpty()) {
      throw new StackException(
          "The suite is up but refused to create a token ("
              + answer
              + "); see "
              + stack.state().logs()
              + ".");
    }
    stack.secrets().keepDemoToken(token);
    return token;
  }
}
