package io.doorward.system.migration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.doorward.stack.identity.DemoPerson;
import io.doorward.stack.suite.DoorwardStack;
import io.doorward.stack.suite.StackOptions;
import io.doorward.stack.suite.StackPorts;
import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import io.doorward.system.suite.Suite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The way of the migration guide on two gateways, from the export to the rotated key. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("T3")
class ImportedKeysIT {
  private static final String QUICK = "northwind-91aa-the-key-kept-as-sha256";
  private static final String SLOW = "northwind-7f3c-the-key-kept-as-bcrypt";
  private static final String BCRYPT_OF_SLOW =
      "$2b$05$R7za6zRiWgBtUpMUgsNcSuV3w3h5.ZzpJEOJILyzZcJEYqKnPJIBC";
  private static final String UNKNOWN = "northwind-0000-the-key-of-nobody-at-all";

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private DoorwardStack stack;

  @BeforeAll
  void start() {
    stack =
        DoorwardStack.start(
            StackOptions.in(Suite.PROJECT)
                .withState(Path.of("target/migration"))
                .withFresh(true)
                .withGateways(2)
                .withPorts(StackPorts.random(2))
                .withSetting("token-service", "doorward.imported-keys.accepted", "true")
                .withSetting("auth-gateway", "doorward.gateway.imported-keys.accepted", "true"));
  }

  @AfterAll
  void stop() {
    stack.close();
  }

  private Api alice() {
    return Api.of(stack.addresses().gateway()).with(stack.sessionOf(DemoPerson.ALICE));
  }

  private int hello(int gateway, String key) {
    return Api.of(stack.addresses().gateways().get(gateway)).with(key).get("/demo/hello").status();
  }

  @Test
  @Tag("REV-1")
  void callersGoOnWithTheKeysTheyHaveUntilTheseAreEnded() {
    String owner = alice().get("/api/v1/me").text("subject");
    String rows =
        row("quick", "sha256:" + sha256(QUICK), owner) + row("slow", BCRYPT_OF_SLOW, owner);
    Map<String, String> lines = Map.of("Content-Type", "application/x-ndjson");

    assertThat(hello(0, QUICK)).as("before the import").isEqualTo(401);
    Answer tried = alice().send("POST", "/api/v1/imports?dryRun=true", rows, lines);
    assertThat(tried.status()).as(tried.body()).isEqualTo(200);
    assertThat(tried.json().path("refused").asInt(-1)).as(tried.body()).isZero();
    assertThat(alice().get("/api/v1/tokens?tag=imported").json().path("items")).isEmpty();

    Answer taken = alice().send("POST", "/api/v1/imports", rows, lines);
    assertThat(taken.status()).as(taken.body()).isEqualTo(201);

    for (int gateway = 0; gateway < 2; gateway++) {
      Api asApiKey = Api.of(stack.addresses().gateways().get(gateway));
      answers(gateway, QUICK, 200);
      assertThat(asApiKey.send("GET", "/demo/hello", null, Map.of("X-API-Key", SLOW)).status())
          .isEqualTo(200);
      assertThat(hello(gateway, SLOW)).as("known by its new hash").isEqualTo(200);
      assertThat(hello(gateway, UNKNOWN)).isEqualTo(401);
    }
    assertThat(asApiKey(QUICK, "POST", "/demo/items").status()).as("scope").isEqualTo(403);

    revoke("slow");
    rotateWithoutOverlap("quick");
    for (int gateway = 0; gateway < 2; gateway++) {
      assertThat(hello(gateway, SLOW)).as("revoked").isEqualTo(401);
      answers(gateway, QUICK, 401);
    }
  }

  /** As soon as the gateway has heard of what became of the key. */
  private void answers(int gateway, String key, int status) {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(hello(gateway, key)).isEqualTo(status));
  }

  private Answer asApiKey(String key, String method, String path) {
    return Api.of(stack.addresses().gateway()).send(method, path, "{}", Map.of("X-API-Key", key));
  }

  private void revoke(String name) {
    Answer answer =
        alice().post("/api/v1/tokens/" + id(name) + "/revoke?wait=ack&timeout=10000", "{}");
    assertThat(answer.json().at("/propagation/complete").asBoolean()).as(answer.body()).isTrue();
  }

  /** The caller gets a token of Doorward's own, which works on both gateways. */
  private void rotateWithoutOverlap(String name) {
    Answer answer =
        alice().post("/api/v1/tokens/" + id(name) + "/rotate", "{\"overlap\":\"PT0S\"}");
    assertThat(answer.status()).as(answer.body()).isBetween(200, 201);
    assertThat(hello(0, answer.text("token"))).isEqualTo(200);
    assertThat(hello(1, answer.text("token"))).isEqualTo(200);
  }

  private String id(String name) {
    Answer list = alice().get("/api/v1/tokens?tag=imported&q=" + name);
    return list.json().at("/items/0/id").asText();
  }

  private static String row(String name, String hash, String owner) {
    return """
        {"name":"%s","hash":"%s","prefix":"northwind-","owner":"%s","scopes":["demo:read"]}
        """
        .formatted(name, hash, owner);
  }

  private static String sha256(String key) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
