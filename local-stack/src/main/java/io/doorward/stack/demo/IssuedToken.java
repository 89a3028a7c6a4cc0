package io.doorward.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.stack.api.Answer;
import io.doorward.stack.api.GatewayClient;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A token that the demo made, with a client that calls with it. */
final class IssuedToken {
  private static final Duration LIFETIME = Duration.ofHours(1);

  private final String id;
  private final String shownAs;
  private final GatewayClient client;
  private final String secret;

  private IssuedToken(String id, String shownAs, String secret, GatewayClient client) {
    this.id = id;
    this.shownAs = shownAs;
    this.secret = secret;
    this.client = client;
  }

  static IssuedToken create(
      GatewayClient session, Clock clock, String name, Map<String, Integer> limits) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("scopes", List.of("demo:read"));
    body.put(
        "expiresAt", clock.instant().plus(LIFETIME).truncatedTo(ChronoUnit.SECONDS).toString());
    if (!limits.isEmpty()) {
      body.put("limits", limits);
    }
    Answer answer = session.post("/api/v1/tokens", body);
    JsonNode view = answer.json();
    String secret = view.path("token").asText("");
    StepFailed.unless(
        answer.status() == 201 && !secret.isEmpty(), "expected 201 with a token, got " + answer);
    StepFailed.unless(
        answer.header("Cache-Control").orElse("").contains("no-store"),
        "the answer with the token may be stored by caches");
    String shownAs = view.path("prefix").asText() + "…" + view.path("lastFour").asText();
    return new IssuedToken(view.path("id").asText(), shownAs, secret, session.as(secret));
  }

  String id() {
    return id;
  }

  /** Prefix and last four characters: what may be shown of it. */
  String shownAs() {
    return shownAs;
  }

  Answer get(String path) {
    return client.get(path);
  }

  Answer post(String path) {
    return client.post(path, Map.of("probe", true));
  }

  /** The same token at another gateway. */
  GatewayClient at(GatewayClient gateway) {
    return gateway.as(secret);
  }

  @Override
  public String toString() {
    return "IssuedToken[" + id + "]";
  }
}
