package io.doorward.test.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import io.doorward.test.identity.DemoPeople;
import io.doorward.test.identity.GatewayTokens;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("stack")
class StackResourceIT {
  private final StackResource resource = new StackResource();

  @AfterEach
  void stop() {
    resource.stop();
  }

  @Test
  void startsTheNamedPartsAndConfiguresTheServiceForThem() throws Exception {
    resource.init(Map.of("parts", "postgres,redis,identity", "schema", "usage"));
    Map<String, String> settings = resource.start();
    assertThat(settings)
        .containsEntry("quarkus.datasource.username", "usage_app")
        .containsEntry("quarkus.flyway.username", "usage_owner")
        .containsEntry("doorward.peppers.current", "p1")
        .containsKey("quarkus.redis.hosts")
        .doesNotContainKey("kafka.bootstrap.servers");
    assertThat(RunningStack.current().postgres().connect("usage_app").isValid(2)).isTrue();
    SignedJWT session = SignedJWT.parse(DemoPeople.token("alice"));
    assertThat(session.getJWTClaimsSet().getStringClaim("org_role")).isEqualTo("owner");
    SignedJWT internal = SignedJWT.parse(GatewayTokens.internal());
    assertThat(internal.getJWTClaimsSet().getAudience()).containsExactly("doorward-internal");
  }

  @Test
  void aPartThatWasNotAskedForIsNotThere() {
    resource.init(Map.of("parts", "redis"));
    resource.start();
    assertThatThrownBy(() -> RunningStack.current().kafka())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void leavesNothingBehind() {
    resource.init(Map.of("parts", "redis"));
    resource.start();
    Path folder = RunningStack.current().folder();
    resource.stop();
    assertThat(Files.exists(folder)).isFalse();
    assertThatThrownBy(RunningStack::current).isInstanceOf(IllegalStateException.class);
  }
}
