package io.doorward.stack.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.stack.api.Answer;
import io.doorward.stack.api.GatewayClient;
import io.doorward.stack.identity.CodeFlow;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.process.Waiting;
import io.doorward.stack.suite.StackAddresses;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The steps. Each returns what it saw, or throws {@link StepFailed}. */
public final class DemoSteps {
  private static final String HELLO = "/demo/hello";
  private static final int CALLS = 3;
  private static final int CALLS_WITHOUT_SCOPE = 2;
  private static final int LIMIT_PER_MINUTE = 5;
  private static final int CALLS_OVER_LIMIT = 3;
  private static final int PROBES = 30;
  private static final Duration USAGE_BOUND = Duration.ofSeconds(30);
  private static final Duration REVOCATION_BOUND = Duration.ofSeconds(1);
  private static final Duration SUSPENSION_BOUND = Duration.ofSeconds(60);

  private final StackAddresses addresses;
  private final Clock clock;
  private @Nullable GatewayClient session;
  private @Nullable IssuedToken plain;
  private @Nullable IssuedToken limited;

  public DemoSteps(StackAddresses addresses, Clock clock) {
    this.addresses = addresses;
    this.clock = clock;
  }

  String signIn() {
    String jwt = new CodeFlow(URI.create(addresses.openIdIssuer())).signIn(DemoPerson.ALICE);
    GatewayClient client = GatewayClient.of(addresses.gateway(), jwt);
    expect(client.get("/api/v1/me"), 200, "");
    session = client;
    return "alice, owner of acme, through the authorization code flow";
  }

  String createToken() {
    IssuedToken token = IssuedToken.create(session(), clock, "Demo", Map.of());
    plain = token;
    return token.shownAs() + " for the scope demo:read";
  }

  String callUpstream() {
    for (int i = 0; i < CALLS; i++) {
      Answer answer = plain().get(HELLO);
      expect(answer, 200, "");
      String seen = answer.json().path("headers").toString();
      StepFailed.unless(!seen.contains("dwp_"), "the upstream was shown the token");
    }
    return CALLS + " × 200 from the upstream, which never saw the token";
  }

  String callWithoutScope() {
    for (int i = 0; i < CALLS_WITHOUT_SCOPE; i++) {
      expect(plain().post("/demo/items"), 403, "insufficient_scope");
    }
    return CALLS_WITHOUT_SCOPE + " × 403 insufficient_scope";
  }

  String callOverLimit() {
    IssuedToken token =
        IssuedToken.create(
            session(), clock, "Demo, limited", Map.of("perMinute", LIMIT_PER_MINUTE));
    limited = token;
    for (int i = 0; i < LIMIT_PER_MINUTE; i++) {
      expect(token.get(HELLO), 200, "");
    }
    String headers = "";
    for (int i = 0; i < CALLS_OVER_LIMIT; i++) {
      Answer refused = token.get(HELLO);
      expect(refused, 429, "rate_limited");
      headers =
          "Retry-After: "
              + header(refused, "Retry-After")
              + ", RateLimit: "
              + header(refused, "RateLimit");
      header(refused, "RateLimit-Policy");
    }
    return LIMIT_PER_MINUTE + " × 200, then " + CALLS_OVER_LIMIT + " × 429 (" + headers + ")";
  }

  String readUsage() {
    awaitUsage(plain(), Map.of("200", CALLS, "403", CALLS_WITHOUT_SCOPE));
    awaitUsage(limited(), Map.of("200", LIMIT_PER_MINUTE, "429", CALLS_OVER_LIMIT));
    return "analytics counted exactly "
        + (CALLS + CALLS_WITHOUT_SCOPE)
        + " and "
        + (LIMIT_PER_MINUTE + CALLS_OVER_LIMIT)
        + " requests";
  }

  private void awaitUsage(IssuedToken token, Map<String, Integer> byStatus) {
    int total = byStatus.values().stream().mapToInt(Integer::intValue).sum();
    List<String> last = new ArrayList<>(List.of(""));
    boolean exact =
        Waiting.until(
            USAGE_BOUND,
            () -> {
              Answer answer = session().get("/api/v1/tokens/" + token.id() + "/usage");
              JsonNode usage = answer.json();
              last.set(0, answer.status() + " " + answer.body());
              return usage.path("requests").asInt(-1) == total
                  && usage.path("byStatus").size() == byStatus.size()
                  && byStatus.entrySet().stream()
                      .allMatch(
                          e -> usage.path("byStatus").path(e.getKey()).asInt(-1) == e.getValue());
            });
    StepFailed.unless(
        exact,
        "expected " + total + " requests as " + byStatus + ", analytics says " + last.get(0));
  }

  String revoke() {
    IssuedToken token = plain();
    List<GatewayClient> everywhere =
        addresses.gateways().stream().map(url -> token.at(GatewayClient.of(url, ""))).toList();
    everywhere.forEach(gateway -> expect(gateway.get(HELLO), 200, ""));
    expect(
        session().post("/api/v1/tokens/" + token.id() + "/revoke", Map.of("reason", "demo")),
        200,
        "");
    long replied = System.nanoTime();
    for (GatewayClient gateway : everywhere) {
      StepFailed.unless(
          Waiting.until(REVOCATION_BOUND, () -> gateway.get(HELLO).status() == 401),
          "a gateway still accepts the token one second after the revocation");
    }
    long ms = Duration.ofNanos(System.nanoTime() - replied).toMillis();
    return "refused by "
        + everywhere.size()
        + " of "
        + everywhere.size()
        + " gateways "
        + ms
        + " ms after the reply";
  }

  String misuseIsSuspended() {
    IssuedToken token = IssuedToken.create(session(), clock, "Demo, misused", Map.of());
    expect(token.get(HELLO), 200, "");
    long start = System.nanoTime();
    int sent = 0;
    for (int i = 0; i < PROBES; i++) {
      Answer answer = probe(token, i);
      sent++;
      if (answer.status() == 401) {
        break;
      }
    }
    JsonNode[] view = new JsonNode[1];
    boolean suspended =
        Waiting.until(
            SUSPENSION_BOUND,
            () -> {
              view[0] = session().get("/api/v1/tokens/" + token.id()).json();
              return view[0].path("status").asText().equals("suspended");
            });
    StepFailed.unless(
        suspended, "after " + sent + " probes the token is " + view[0].path("status").asText());
    StepFailed.unless(
        Waiting.until(REVOCATION_BOUND, () -> token.get(HELLO).status() == 401),
        "the suspended token is still accepted");
    long ms = Duration.ofNanos(System.nanoTime() - start).toMillis();
    return "suspended by "
        + view[0].path("suspension").path("by").asText("?")
        + " and refused "
        + ms
        + " ms after the first of "
        + sent
        + " probes: "
        + view[0].path("suspension").path("reason").asText("");
  }

  /** Asks for something that the token has no scope for, each time elsewhere. */
  private static Answer probe(IssuedToken token, int i) {
    return switch (i % 4) {
      case 0 -> token.post("/demo/items");
      case 1 -> token.get("/api/v1/tokens");
      case 2 -> token.get("/api/v1/usage/summary");
      default -> token.post("/api/v1/tokens");
    };
  }

  private static String header(Answer answer, String name) {
    return answer
        .header(name)
        .orElseThrow(() -> new StepFailed("the refusal has no header " + name));
  }

  private static void expect(Answer answer, int status, String code) {
    StepFailed.unless(
        answer.status() == status && answer.code().equals(code),
        "expected " + status + (code.isEmpty() ? "" : " " + code) + ", got " + answer);
  }

  private GatewayClient session() {
    return given(session);
  }

  private IssuedToken plain() {
    return given(plain);
  }

  private IssuedToken limited() {
    return given(limited);
  }

  private static <T> T given(@Nullable T fromAnEarlierStep) {
    if (fromAnEarlierStep == null) {
      throw new StepFailed("an earlier step left nothing to go on with");
    }
    return fromAnEarlierStep;
  }
}
