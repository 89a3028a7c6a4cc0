package io.doorward.gateway.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.gateway.address.IpAddress;
import io.doorward.gateway.edge.EdgeConfig.RequireHttps;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("G6")
@Tag("BRR-7")
class HttpsRuleTest {

  @ParameterizedTest
  @CsvSource({
    "AUTO, 203.0.113.9, true, true",
    "AUTO, 203.0.113.9, false, false",
    "AUTO, 127.0.0.1, false, true",
    "AUTO, 127.9.9.9, false, true",
    "AUTO, ::1, false, true",
    "AUTO, ::ffff:127.0.0.1, false, true",
    "AUTO, 10.0.0.1, false, false",
    "AUTO, 128.0.0.1, false, false",
    "AUTO, ::2, false, false",
    "ALWAYS, 127.0.0.1, false, false",
    "ALWAYS, 127.0.0.1, true, true",
    "NEVER, 203.0.113.9, false, true"
  })
  void aCredentialNeedsHttps(RequireHttps mode, String client, boolean secure, boolean allowed) {
    EdgeRequest request =
        new EdgeRequest(
            "id-of-the-request",
            Instant.EPOCH,
            IpAddress.parse(client).orElseThrow(),
            secure,
            "GET",
            "a",
            "a",
            "/",
            "");
    assertThat(new HttpsRule(mode).allowsCredential(request)).isEqualTo(allowed);
  }
}
