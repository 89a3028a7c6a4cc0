package io.doorward.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.check.DenialLog;
import io.doorward.gateway.support.GatewayStubs;
import io.doorward.gateway.support.Suite;
import io.doorward.test.stack.StackResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
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
@WithTestResource(
    value = StackResource.class,
    initArgs = @ResourceArg(name = "parts", value = "redis,kafka,identity"))
@WithTestResource(GatewayStubs.class)
@Tag("LOG-2")
class DenialLogIT {
  private static final Logger SECURITY = Logger.getLogger("io.doorward.security");

  @Inject Suite suite;

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
  void aRevokedTokenIsALineThatNamesItButIsNotIt() throws Exception {
    Suite.Known token = suite.token(t -> t.revokedAt(Instant.EPOCH));
    assertThat(suite.get("/things/1", token).statusCode()).isEqualTo(401);
    assertThat(lines).hasSize(1);
    assertThat(lines.get(0))
        .contains("event=denied", "code=invalid_token", "client=127.0.0.1", "method=GET")
        .contains("caller=token:" + token.snapshot().tokenId())
        .contains("organization=" + token.snapshot().organizationId())
        .doesNotContain(token.raw());
  }

  @Test
  void whatIsAdmittedIsNoLine() throws Exception {
    assertThat(suite.get("/things/1", suite.token(t -> t)).statusCode()).isEqualTo(200);
    assertThat(lines).isEmpty();
  }

  @Test
  @Tag("DOS-4")
  void aFloodIsCutOffAndCounted() {
    DenialLog log = new DenialLog();
    long now = Duration.ofHours(1).toNanos();
    for (int i = 0; i < DenialLog.LINES_A_SECOND; i++) {
      assertThat(log.mayWrite(now)).isTrue();
    }
    assertThat(log.mayWrite(now)).isFalse();
    assertThat(log.mayWrite(now)).isFalse();
    assertThat(log.mayWrite(now + Duration.ofSeconds(1).toNanos())).isTrue();
    assertThat(lines).containsExactly("event=denied more=2");
  }
}
