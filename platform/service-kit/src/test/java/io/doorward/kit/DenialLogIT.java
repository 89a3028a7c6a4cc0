package io.doorward.kit;

import static io.doorward.kit.Issuers.GATEWAY_KEY;
import static io.doorward.kit.Issuers.PROVIDER_KEY;
import static io.doorward.kit.Issuers.STRANGERS_KEY;
import static io.doorward.kit.Issuers.sign;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(Issuers.class)
@Tag("LOG-2")
class DenialLogIT {
  private static final Logger SECURITY = Logger.getLogger("io.doorward.security");

  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final Handler listener =
      new Handler() {
        @Override
        public void publish(LogRecord line) {
          lines.add(ExtLogRecord.wrap(line).getFormattedMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    SECURITY.addHandler(listener);
  }

  @AfterEach
  void stopListening() {
    SECURITY.removeHandler(listener);
  }

  @Test
  void aCredentialThatIsRefusedIsALineWithoutTheCredential() {
    String forged = sign(Issuers.session("owner"), STRANGERS_KEY);
    String requestId = get("who?from=line%0Abreak", forged, 401);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains("event=denied", "status=401", "request=" + requestId, "client=127.0.0.1")
        .contains("method=GET", "caller=unknown")
        .doesNotContain(forged.substring(forged.length() - 20), "break");
  }

  @Test
  void aDenialNamesWhoWasDeniedWhat() {
    get("read", sign(Issuers.token("viewer", "others:read"), GATEWAY_KEY), 403);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .containsPattern(
            "status=403 .*operation=SampleResource.read caller=token:[0-9a-f-]{36} organization=[0-9a-f-]{36}");
  }

  @Test
  void whatIsAllowedIsNoLine() {
    get("who", sign(Issuers.session("member"), PROVIDER_KEY), 200);
    assertThat(lines).isEmpty();
  }

  private static String get(String path, String jwt, int status) {
    return given()
        .urlEncodingEnabled(false)
        .header("Authorization", "Bearer " + jwt)
        .get("/sample/" + path)
        .then()
        .statusCode(status)
        .extract()
        .header("X-Request-Id");
  }
}
