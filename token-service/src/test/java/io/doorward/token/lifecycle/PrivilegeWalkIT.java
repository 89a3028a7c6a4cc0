package io.doorward.token.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.contract.scope.Role;
import io.doorward.contract.scope.Scope;
import io.doorward.contract.scope.ScopeSet;
import io.doorward.test.stack.StackResource;
import io.doorward.token.support.Api;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random people and tokens do random things to each other. Whatever is granted, the one who granted
 * it had it at that moment, and a token never does what its owner's role does not permit. The model
 * here knows scopes and roles only as single permissions, none of the rules of the service.
 */
@QuarkusTest
@WithTestResource(StackResource.class)
@Tag("SCP-1")
@Tag("S3")
@Tag("P1")
class PrivilegeWalkIT {
  private static final int STEPS = 100;
  private static final List<String> PERMISSIONS =
      List.of(
          "demo:read",
          "demo:write",
          "tokens:read",
          "tokens:write",
          "tokens:admin",
          "usage:read",
          "agents:read",
          "agents:write",
          "policies:write",
          "members:read",
          "members:write",
          "audit:read",
          "org:admin");
  private static final List<String> WILDCARDS = List.of("*", "demo:*", "tokens:*", "agents:*");

  private final String organization = "walk-" + UUID.randomUUID();
  private final Map<String, Role> roles = new HashMap<>();
  private final List<Made> tokens = new ArrayList<>();

  /** A token as it was first shown; its scopes may have changed since. */
  private record Made(JsonPath shown, String owner, JsonPath ownerThen) {
    String id() {
      return shown.getString("id");
    }
  }

  /** Whoever does something, and what they may do by the model. */
  private record Actor(String what, Api api, String person, Predicate<String> has) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void nothingIsGrantedThatTheGrantorHasNot(long seed) {
    Random random = new Random(seed);
    List.of("olga:owner", "adam:admin", "mia:member", "vera:viewer").forEach(this::join);
    for (int step = 0; step < STEPS; step++) {
      Actor actor = actor(random);
      switch (random.nextInt(10)) {
        case 0, 1, 2, 3 -> create(actor, random);
        case 4, 5, 6 -> edit(actor, random);
        case 7 -> rotate(actor, random);
        default -> changeRole(random);
      }
    }
    assertThat(tokens)
        .as("a walk in which nothing was granted proves nothing")
        .hasSizeGreaterThan(5);
  }

  private void join(String personAndRole) {
    String[] parts = personAndRole.split(":");
    Api.as(parts[0], organization, parts[1]).me();
    roles.put(parts[0], Role.of(parts[1]));
  }

  private Actor actor(Random random) {
    List<String> people = roles.keySet().stream().sorted().toList();
    if (tokens.isEmpty() || random.nextBoolean()) {
      String person = people.get(random.nextInt(people.size()));
      // The claim of the session is the one of the first day; what counts is the role now.
      return new Actor(
          person, session(person), person, scope -> role(person).permits(new Scope(scope)));
    }
    Made token = tokens.get(random.nextInt(tokens.size()));
    ScopeSet now = scopes(token.id());
    // The gateway's word for the token is as old as the token: it may be a minute old.
    return new Actor(
        "token " + token.id() + " of " + token.owner() + " with " + now,
        Api.withToken(token.shown(), token.ownerThen()),
        token.owner(),
        scope -> role(token.owner()).permits(new Scope(scope)) && now.grants(new Scope(scope)));
  }

  private Api session(String person) {
    return Api.as(person, organization, "viewer");
  }

  private Role role(String person) {
    return Objects.requireNonNull(roles.get(person));
  }

  private void create(Actor actor, Random random) {
    List<String> asked = wish(random);
    Response answer =
        actor.api().post("/api/v1/tokens", Api.body("walk", asked.toArray(String[]::new)));
    if (answer.statusCode() == 201) {
      JsonPath made = answer.jsonPath();
      assertHad(actor, null, scopes(made));
      assertThat(made.getString("owner.id")).isEqualTo(actor.person());
      tokens.add(new Made(made, actor.person(), session(actor.person()).me()));
    } else {
      assertThat(answer.statusCode()).as(answer.asString()).isIn(401, 403);
    }
  }

  private void edit(Actor actor, Random random) {
    if (tokens.isEmpty()) {
      return;
    }
    Made token = tokens.get(random.nextInt(tokens.size()));
    ScopeSet before = scopes(token.id());
    String body = "{\"scopes\":[\"" + String.join("\",\"", wish(random)) + "\"]}";
    Response answer = actor.api().patch("/api/v1/tokens/" + token.id(), body);
    if (answer.statusCode() == 200) {
      assertHad(actor, before, scopes(answer.jsonPath()));
    } else {
      assertThat(answer.statusCode()).as(answer.asString()).isIn(401, 403, 404, 409);
      assertThat(scopes(token.id())).isEqualTo(before);
    }
  }

  private void rotate(Actor actor, Random random) {
    if (tokens.isEmpty()) {
      return;
    }
    Made token = tokens.get(random.nextInt(tokens.size()));
    ScopeSet before = scopes(token.id());
    Response answer =
        actor.api().post("/api/v1/tokens/" + token.id() + "/rotate", "{\"overlap\":\"PT0S\"}");
    if (answer.statusCode() == 201) {
      JsonPath successor = answer.jsonPath();
      assertThat(scopes(successor)).isEqualTo(before);
      // Whoever is shown a secret holds all that it opens.
      assertHad(actor, null, scopes(successor));
      tokens.add(new Made(successor, token.owner(), token.ownerThen()));
    } else {
      assertThat(answer.statusCode()).as(answer.asString()).isIn(401, 403, 404, 409);
    }
  }

  private void changeRole(Random random) {
    List<String> people = List.of("adam", "mia", "vera");
    String person = people.get(random.nextInt(people.size()));
    Role[] all = Role.values();
    Role role = all[random.nextInt(all.length)];
    session("olga")
        .patch("/api/v1/members/" + person, "{\"role\":\"" + role.wireName() + "\"}")
        .then()
        .statusCode(200);
    roles.put(person, role);
  }

  /** Of what is granted newly, what matters is what it lets its owner do now. */
  private void assertHad(Actor actor, @Nullable ScopeSet before, ScopeSet after) {
    for (String permission : PERMISSIONS) {
      Scope scope = new Scope(permission);
      boolean isNew = after.grants(scope) && (before == null || !before.grants(scope));
      if (isNew) {
        assertThat(actor.has().test(permission))
            .as("%s gave %s: before %s, after %s", actor.what(), permission, before, after)
            .isTrue();
      }
    }
  }

  private ScopeSet scopes(String id) {
    return scopes(
        session("olga").get("/api/v1/tokens/" + id).then().statusCode(200).extract().jsonPath());
  }

  private static ScopeSet scopes(JsonPath token) {
    return ScopeSet.of(token.<String>getList("scopes"));
  }

  private static List<String> wish(Random random) {
    List<String> wish = new ArrayList<>();
    int size = 1 + random.nextInt(3);
    while (wish.size() < size) {
      List<String> from = random.nextInt(8) == 0 ? WILDCARDS : PERMISSIONS;
      String scope = from.get(random.nextInt(from.size()));
      if (!wish.contains(scope)) {
        wish.add(scope);
      }
    }
    return wish;
  }
}
