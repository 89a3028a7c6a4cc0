package io.doorward.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("MCP-7")
class HeaderAgreementTest {
  private static Message.Call tool(String name) {
    return new Message.Call(
        Optional.of("1"),
        "tools/call",
        Optional.of(name),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        false);
  }

  private static Message.Call plain(String method) {
    return new Message.Call(
        Optional.of("1"),
        method,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("2026-07-28"),
        false);
  }

  private static MultiMap headers(String... namesAndValues) {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      headers.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return headers;
  }

  private static String encoded(String text) {
    return "=?base64?"
        + Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8))
        + "?=";
  }

  @ParameterizedTest
  @ValueSource(strings = {"get_weather", "wetter für morgen", " padded ", "=?base64?literal?="})
  void aNameMayComeEncoded(String name) {
    assertThat(
            HeaderAgreement.fault(
                headers("Mcp-Method", "tools/call", "Mcp-Name", encoded(name)), tool(name)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "tools/list, echo",
    "Tools/call, echo",
    "tools/call, Echo",
    "tools/call, other",
    "tools/call, =?base64?b3RoZXI=?=",
    "tools/call, =?base64?ZWNobw?",
    "tools/call, =?base64?*?=",
    "tools/call, =?base64?/w==?=",
    "tools/call, =?BASE64?ZWNobw==?=",
  })
  void whatDoesNotMatchIsAFault(String method, String name) {
    assertThat(HeaderAgreement.fault(headers("Mcp-Method", method, "Mcp-Name", name), tool("echo")))
        .isPresent();
  }

  @Test
  void aNameInTheHeaderNeedsOneInTheMessage() {
    assertThat(HeaderAgreement.fault(headers("Mcp-Name", "echo"), plain("tools/list"))).isPresent();
    assertThat(HeaderAgreement.fault(headers("Mcp-Name", "=?base64?*?="), plain("tools/list")))
        .isPresent();
  }

  @Test
  void whatComesTwiceIsAFault() {
    assertThat(
            HeaderAgreement.fault(headers("Mcp-Name", "echo", "Mcp-Name", "other"), tool("echo")))
        .isPresent();
    assertThat(
            HeaderAgreement.fault(
                headers("Mcp-Method", "tools/call", "mcp-method", "ping"), tool("echo")))
        .isPresent();
  }

  @Test
  void theFieldsAreRequiredFromTheRevisionThatHasThem() {
    assertThat(HeaderAgreement.fault(headers(), tool("echo"))).isEmpty();
    assertThat(HeaderAgreement.fault(headers("MCP-Protocol-Version", "2025-11-25"), tool("echo")))
        .isEmpty();
    for (String version : new String[] {"2026-07-28", "2027-01-01"}) {
      assertThat(HeaderAgreement.fault(headers("MCP-Protocol-Version", version), tool("echo")))
          .isPresent();
      assertThat(
              HeaderAgreement.fault(
                  headers("MCP-Protocol-Version", version, "Mcp-Method", "tools/call"),
                  tool("echo")))
          .isPresent();
      assertThat(
              HeaderAgreement.fault(
                  headers(
                      "MCP-Protocol-Version", version,
                      "Mcp-Method", "tools/call",
                      "Mcp-Name", "echo"),
                  tool("echo")))
          .isEmpty();
    }
  }

  @Test
  void theRevisionInTheHeaderIsTheOneInTheMessage() {
    assertThat(
            HeaderAgreement.fault(
                headers("MCP-Protocol-Version", "2025-11-25", "Mcp-Method", "ping"), plain("ping")))
        .isPresent();
  }
}
