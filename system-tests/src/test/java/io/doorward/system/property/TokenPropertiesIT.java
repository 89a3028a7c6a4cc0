package io.doorward.system.property;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.contract.token.ParsedToken;
import io.doorward.contract.token.TokenFormat;
import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.StackOptions;
import io.doorward.stack.suite.StackPorts;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Api.NewToken;
import io.doorward.system.suite.Suite;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** The eight properties of tokens, each through the gateway as a caller meets it. */
@Tag("P1")
class TokenPropertiesIT {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<String> SEEN = new HashSet<>();
  private static @Nullable DoorwardStack running;

  /** What may be done to a token of several. */
  enum Deed {
    REVOKE("revoke"),
    SUSPEND("suspend"),
    REACTIVATE("reactivate");

    private final String path;

    Deed(String path) {
      this.path = path;
    }
  }

  /** A deed and the token it is done to. */
  record Act(int token, Deed deed) {}

  /** A token as it may be asked for. */
  record Wish(String name, String type, String environment, Set<String> scopes) {
    String json() {
      return """
      {"name": "%s", "type": "%s", "environment": "%s", "scopes": ["%s"],
       "limits": {"perSecond": 50, "perMinute": 600, "perHour": 10000, "perDay": 100000}}
      """
          .formatted(name, type, environment, String.join("\", \"", scopes));
    }
  }

  @BeforeContainer
  static void start() {
    running =
        DoorwardStack.start(
            StackOptions.in(Suite.PROJECT)
                .withState(Path.of("target/properties"))
                .withFresh(true)
                .withGateways(1)
                .withPorts(StackPorts.random(1))
                .withSetting("token-service", "doorward.policy.max-tokens-per-user", "100000")
                .withSetting("token-service", "doorward.policy.creations-per-hour", "100000"));
  }

  @AfterContainer
  static void stop() {
    stack().close();
  }

  private static DoorwardStack stack() {
    DoorwardStack present = running;
    if (present == null) {
      throw new IllegalStateException("not started");
    }
    return present;
  }

  private static Api as(DemoPerson person) {
    return Api.of(stack().addresses().gateway()).with(stack().sessionOf(person));
  }

  private static Api holder(NewToken token) {
    return Api.of(stack().addresses().gateway()).with(token.token());
  }

  @Provide
  Arbitrary<Wish> wishes() {
    Arbitrary<String> names =
        Arbitraries.strings()
            .withCharRange('a', 'z')
            .withChars(" äöß✓-_.")
            .ofMinLength(1)
            .ofMaxLength(60)
            .map(name -> "t" + name + "t");
    Arbitrary<Set<String>> scopes =
        Arbitraries.of("demo:read", "demo:write", "tokens:read", "usage:read", "agents:read")
            .set()
            .ofMinSize(1);
    return Combinators.combine(
            names, Arbitraries.of("personal"), Arbitraries.of("live", "test"), scopes)
        .as(Wish::new);
  }

  @Provide
  Arbitrary<List<Act>> deeds() {
    return Combinators.combine(Arbitraries.integers().between(0, 3), Arbitraries.of(Deed.class))
        .as(Act::new)
        .list()
        .ofMinSize(3)
        .ofMaxSize(8);
  }

  /** Property 1. */
  @Property(tries = 40, shrinking = ShrinkingMode.OFF)
  @Tag("T2")
  @Tag("TOK-1")
  void everyTokenIsWellFormedAndLikeNoOther(@ForAll("wishes") Wish wish) {
    NewToken made = as(DemoPerson.ALICE).createToken(wish.json());
    String prefix = "dwp_" + wish.environment() + "_";
    assertThat(made.token()).startsWith(prefix);
    assertThat(TokenFormat.standard().parse(made.token()))
        .isInstanceOf(ParsedToken.WellFormed.class);
    String secret = made.token().substring(prefix.length());
    assertThat(secret).hasSizeGreaterThanOrEqualTo(33).matches("[0-9A-Za-z]+");
    assertThat(SEEN.add(secret.substring(0, 10))).as("two tokens that begin alike").isTrue();
  }

  /** Property 2. */
  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  @Tag("STO-2")
  void onlyAKeyedHashIsKept(@ForAll("wishes") Wish wish) throws SQLException {
    NewToken made = as(DemoPerson.ALICE).createToken(wish.json());
    String secret = made.token().substring(made.token().lastIndexOf('_') + 1);
    String row = row(made.id());
    assertThat(row).containsPattern("p1\\.[0-9a-f]{64}");
    for (int i = 0; i + 8 <= secret.length() - 4; i++) {
      assertThat(row).doesNotContain(secret.substring(i, i + 8));
    }
  }

  private static String row(String id) throws SQLException {
    try (Connection owner = stack().postgres().connect("tokens_owner");
        PreparedStatement all =
            owner.prepareStatement("SELECT t::text FROM tokens.token t WHERE id = ?::uuid")) {
      all.setString(1, id);
      try (ResultSet rows = all.executeQuery()) {
        assertThat(rows.next()).isTrue();
        return rows.getString(1);
      }
    }
  }

  /** Property 3; who may write may read. */
  @Property(tries = 25, shrinking = ShrinkingMode.OFF)
  @Tag("G2")
  void aTokenOpensWhatItsScopesNameAndNothingElse(@ForAll("wishes") Wish wish) {
    NewToken made = as(DemoPerson.ALICE).createToken(wish.json());
    boolean writes = wish.scopes().contains("demo:write");
    boolean reads = writes || wish.scopes().contains("demo:read");
    Answer read = holder(made).get("/demo/hello");
    assertThat(read.status()).isEqualTo(reads ? 200 : 403);
    if (read.status() == 200) {
      JsonNode received = read.json().path("headers");
      assertThat(received.toString()).contains(made.id()).doesNotContain(made.token());
    }
    assertThat(holder(made).post("/demo/items", "{}").status() < 300).isEqualTo(writes);
  }

  /** Properties 4 and 7. */
  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  @Tag("REV-1")
  @Tag("T4")
  void whatIsDoneToATokenIsDoneToItAlone(@ForAll("deeds") List<Act> acts) {
    Api alice = as(DemoPerson.ALICE);
    List<NewToken> tokens = new ArrayList<>();
    Map<Integer, String> model = new LinkedHashMap<>();
    for (int i = 0; i < 4; i++) {
      tokens.add(alice.createToken("one of four", "demo:read"));
      model.put(i, "active");
    }
    for (Act act : acts) {
      String path = "/api/v1/tokens/" + tokens.get(act.token()).id() + "/" + act.deed().path;
      int status = alice.post(path, "{\"reason\":\"tried\"}").status();
      model.merge(act.token(), "", (now, any) -> next(now, act.deed(), status));
      for (int i = 0; i < tokens.size(); i++) {
        int expected = "active".equals(model.get(i)) ? 200 : 401;
        Api holder = holder(tokens.get(i));
        await().atMost(PATIENCE).until(() -> holder.get("/demo/hello").status() == expected);
      }
    }
    for (int i = 0; i < tokens.size(); i++) {
      assertThat(alice.get("/api/v1/tokens/" + tokens.get(i).id()).text("status"))
          .isEqualTo(model.get(i));
    }
  }

  private static String next(String now, Deed deed, int status) {
    String then =
        switch (deed) {
          case REVOKE -> "revoked";
          case SUSPEND -> now.equals("active") ? "suspended" : "";
          case REACTIVATE -> now.equals("suspended") ? "active" : "";
        };
    assertThat(status).as("%s of one that is %s", deed, now).isEqualTo(then.isEmpty() ? 409 : 200);
    return then.isEmpty() ? now : then;
  }

  /** Property 5. */
  @Property(tries = 3, shrinking = ShrinkingMode.OFF)
  @Tag("T5")
  @Tag("REV-6")
  void noTokenOutlivesItsExpiry(@ForAll @IntRange(min = 1500, max = 3000) int millis) {
    Instant end = Instant.now().plusMillis(millis);
    NewToken made =
        as(DemoPerson.ALICE)
            .createToken(
                "{\"name\":\"short\",\"scopes\":[\"demo:read\"],\"expiresAt\":\"%s\"}"
                    .formatted(end));
    List<Instant> accepted = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              Instant asked = Instant.now();
              int status = holder(made).get("/demo/hello").status();
              if (status == 200) {
                accepted.add(asked);
              }
              return status == 401;
            });
    assertThat(accepted).allMatch(at -> at.isBefore(end));
  }

  /** Property 6. */
  @Property(tries = 6, shrinking = ShrinkingMode.OFF)
  @Tag("T9")
  void theListHoldsEveryTokenOnce(
      @ForAll @Size(min = 1, max = 8) List<@IntRange(max = 1) Integer> owners) {
    List<DemoPerson> people = List.of(DemoPerson.CAROL, DemoPerson.BOB);
    Set<String> before = listed(as(DemoPerson.ALICE));
    Set<String> expected = new HashSet<>(before);
    Set<String> carols = new HashSet<>(listed(as(DemoPerson.CAROL)));
    for (int owner : owners) {
      String id = as(people.get(owner)).createToken("listed", "demo:read").id();
      expected.add(id);
      if (owner == 0) {
        carols.add(id);
      }
    }
    assertThat(listed(as(DemoPerson.ALICE))).isEqualTo(expected);
    assertThat(listed(as(DemoPerson.CAROL))).isEqualTo(carols);
    assertThat(listed(as(DemoPerson.ERIN))).doesNotContainAnyElementsOf(expected);
  }

  private static Set<String> listed(Api person) {
    Set<String> ids = new HashSet<>();
    String next = "";
    do {
      Answer page = person.get("/api/v1/tokens?limit=7" + next);
      assertThat(page.status()).as(page.body()).isEqualTo(200);
      page.json()
          .path("items")
          .forEach(item -> assertThat(ids.add(item.path("id").asText())).isTrue());
      String cursor = page.text("nextCursor");
      next = cursor.isEmpty() ? "" : "&cursor=" + cursor;
    } while (!next.isEmpty());
    return ids;
  }

  /** Property 8. */
  @Property(tries = 4, shrinking = ShrinkingMode.OFF)
  @Tag("U1")
  void everyRequestIsCounted(
      @ForAll @IntRange(min = 1, max = 12) int good, @ForAll @IntRange(max = 9) int refused) {
    Api alice = as(DemoPerson.ALICE);
    NewToken made = alice.createToken("counted", "demo:read");
    for (int i = 0; i < good; i++) {
      assertThat(holder(made).get("/demo/hello").status()).isEqualTo(200);
    }
    for (int i = 0; i < refused; i++) {
      assertThat(holder(made).post("/demo/items", "{}").status()).isEqualTo(403);
    }
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              JsonNode usage = alice.get("/api/v1/tokens/" + made.id() + "/usage").json();
              assertThat(usage.path("requests").asInt()).isEqualTo(good + refused);
              assertThat(usage.path("succeeded").asInt()).isEqualTo(good);
              assertThat(usage.path("refused").asInt()).isEqualTo(refused);
            });
  }
}
