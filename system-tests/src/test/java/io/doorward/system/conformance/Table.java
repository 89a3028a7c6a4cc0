package io.doorward.system.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.contract.token.TokenEnvironment;
import io.doorward.contract.token.TokenFormat;
import io.doorward.contract.token.TokenType;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.NewToken;
import io.doorward.system.suite.Suite.RunningSuite;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** The cases. Written once; every way is asked all of them. */
final class Table {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api alice;
  private final Api erin;
  private final String aliceSession;
  private String killSwitch = "";

  Table(RunningSuite suite) {
    this.alice = suite.as(DemoPerson.ALICE);
    this.erin = suite.as(DemoPerson.ERIN);
    this.aliceSession = suite.stack().sessionOf(DemoPerson.ALICE);
  }

  /** A token in the right form that nobody has. */
  static String unknown() {
    return TokenFormat.standard().mint(TokenType.PERSONAL, TokenEnvironment.LIVE, RANDOM).reveal();
  }

  List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    String good = token("");
    rows.add(Row.passes("a good token", Row.bearer(good), good, alice));
    rows.add(Row.passes("a good token in X-API-Key", Map.of("X-API-Key", good), good, alice));
    rows.add(
        Row.passes(
            "a good token and a forged identity",
            Map.of("X-API-Key", good, "X-Doorward-Owner", "mallory", "X-Doorward-Scopes", "*"),
            good,
            alice));
    rows.add(session());
    credentials(rows, good);
    states(rows);
    limits(rows);
    routes(rows, good);
    rows.add(halted());
    rows.add(imported());
    return rows;
  }

  /** Whoever is signed in passes too; introspection knows only tokens. */
  private Row session() {
    return new Row(
        "a session",
        new Question("GET", "/demo/hello", Row.bearer(aliceSession)),
        200,
        "",
        "alice",
        aliceSession,
        alice,
        "demo:read",
        false,
        "");
  }

  private void credentials(List<Row> rows, String good) {
    rows.add(
        Row.refused(
            "no credential",
            new Question("GET", "/demo/hello", Map.of()),
            401,
            "credentials_required"));
    rows.add(Row.useless("a malformed token", "dwp_live_nonsense", alice));
    rows.add(Row.useless("an unknown token", unknown(), alice));
    rows.add(
        Row.refused(
            "two credentials",
            new Question(
                "GET", "/demo/hello", Map.of("Authorization", "Bearer " + good, "X-API-Key", good)),
            400,
            "multiple_credentials"));
    rows.add(
        Row.refused(
            "a token in the URL",
            new Question("GET", "/demo/hello?token=" + good, Map.of()),
            400,
            "invalid_request"));
  }

  private void states(List<Row> rows) {
    NewToken revoked = create("");
    changed(alice.post("/api/v1/tokens/" + revoked.id() + "/revoke", "{}"));
    rows.add(Row.useless("a revoked token", revoked.token(), alice));

    NewToken suspended = create("");
    changed(alice.post("/api/v1/tokens/" + suspended.id() + "/suspend", "{\"reason\":\"test\"}"));
    rows.add(Row.useless("a suspended token", suspended.token(), alice));

    String soon = Clock.systemUTC().instant().plusSeconds(3).toString();
    rows.add(Row.useless("an expired token", token(", \"expiresAt\": \"" + soon + "\""), alice));

    NewToken overlapping = create("");
    changed(alice.post("/api/v1/tokens/" + overlapping.id() + "/rotate", "{}"));
    rows.add(
        Row.passes(
            "a rotated token in its overlap",
            Row.bearer(overlapping.token()),
            overlapping.token(),
            alice));

    NewToken retired = create("");
    changed(alice.post("/api/v1/tokens/" + retired.id() + "/rotate", "{\"overlap\":\"PT0S\"}"));
    rows.add(Row.useless("a rotated token after its overlap", retired.token(), alice));
  }

  private void limits(List<Row> rows) {
    String narrow = token("");
    rows.add(
        new Row(
            "a scope that is missing",
            new Question("POST", "/demo/items", Row.bearer(narrow)),
            403,
            "insufficient_scope",
            "",
            narrow,
            alice,
            "demo:write",
            true,
            "insufficient_scope"));
    String elsewhere = token(", \"allowedIps\": [\"192.0.2.0/24\"]");
    rows.add(
        new Row(
            "an address that is not allowed",
            new Question("GET", "/demo/hello", Row.bearer(elsewhere)),
            403,
            "ip_not_allowed",
            "",
            elsewhere,
            alice,
            "demo:read",
            true,
            "ip_not_allowed"));
    String test = token(", \"environment\": \"test\"");
    rows.add(
        new Row(
            "a token of the wrong environment",
            new Question("GET", "/conformance/live", Row.bearer(test)),
            401,
            "invalid_token",
            "",
            test,
            alice,
            "demo:read",
            true,
            ""));
    String spent = token(", \"limits\": {\"perHour\": 1}");
    assertThat(alice.with(spent).get("/demo/hello").status()).isEqualTo(200);
    rows.add(
        new Row(
            "a limit that is used up",
            new Question("GET", "/demo/hello", Row.bearer(spent)),
            429,
            "rate_limited",
            "",
            spent,
            alice,
            "demo:read",
            true,
            ""));
  }

  private static void routes(List<Row> rows, String good) {
    rows.add(
        Row.refused(
            "a path that leads nowhere",
            new Question("GET", "/nothing/here", Row.bearer(good)),
            404,
            "not_found"));
    rows.add(
        Row.refused(
            "the services' own path",
            new Question("GET", "/internal/barriers", Row.bearer(good)),
            404,
            "not_found"));
    rows.add(
        Row.refused(
            "a method that is not served",
            new Question("DELETE", "/api/v1/me", Row.bearer(good)),
            405,
            "method_not_allowed"));
  }

  /** Of an organization of its own, so that everybody else goes on. */
  private Row halted() {
    NewToken token = erin.createToken("halted", "demo:read");
    Api.Answer thrown =
        erin.post(
            "/api/v1/kill-switches", "{\"scope\":\"organization\",\"reason\":\"conformance\"}");
    changed(thrown);
    killSwitch = thrown.text("id");
    return Row.useless("a token of a halted organization", token.token(), erin);
  }

  void release() {
    if (!killSwitch.isEmpty()) {
      erin.post("/api/v1/kill-switches/" + killSwitch + "/release", "{\"reason\":\"done\"}");
    }
  }

  private Row imported() {
    byte[] random = new byte[20];
    RANDOM.nextBytes(random);
    String key = "legacy-" + HexFormat.of().formatHex(random);
    changed(
        alice.send(
            "POST",
            "/api/v1/imports",
            "{\"name\":\"%s\",\"hash\":\"sha256:%s\",\"prefix\":\"legacy-\",\"owner\":\"alice\",\"scopes\":[\"demo:read\"]}\n"
                .formatted(key.substring(0, 20), sha256(key)),
            Map.of("Content-Type", "application/x-ndjson")));
    await()
        .atMost(PATIENCE)
        .until(() -> alice.with(key).get("/demo/hello").status(), status -> status == 200);
    return Row.passes("an imported key", Row.bearer(key), key, alice);
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private String token(String more) {
    return create(more).token();
  }

  private NewToken create(String more) {
    return alice.createToken(
        "{\"name\": \"conformance\", \"scopes\": [\"demo:read\"]" + more + "}");
  }

  private static void changed(Api.Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
  }

  /** Every gateway has heard of everything, and what had to expire has. */
  static void settle(List<Row> rows, List<Api> gateways) {
    for (Row row : rows) {
      for (Api gateway : gateways) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(Ways.through(gateway.base()).ask(row.question()).status())
                        .as(row.name())
                        .isEqualTo(row.status()));
      }
    }
  }
}
