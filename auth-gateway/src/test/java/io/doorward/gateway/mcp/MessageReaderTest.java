package io.doorward.gateway.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("MCP-8")
class MessageReaderTest {
  private static Message read(String body) {
    return MessageReader.read(body.getBytes(StandardCharsets.UTF_8));
  }

  private static Message.Call call(String body) {
    Message message = read(body);
    assertThat(message).as("%s", message).isInstanceOf(Message.Call.class);
    return (Message.Call) message;
  }

  @Test
  void whatTheGatewayGoesByIsRead() {
    Message.Call call =
        call(
            """
             {"params": {"arguments": {"name": "other", "deep": [[{"a": 1}]]}, "name": "a/b ü",
               "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}},
              "method": "tools\\/call", "id": 7, "jsonrpc": "2.0", "more": true}
            """);
    assertThat(call)
        .isEqualTo(
            new Message.Call(
                Optional.of("7"),
                "tools/call",
                Optional.of("a/b ü"),
                Optional.empty(),
                Optional.empty(),
                Optional.of("2026-07-28"),
                false));
  }

  @Test
  void notificationsAndAnswersAreToldApart() {
    assertThat(call("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}").id())
        .isEmpty();
    assertThat(call("{\"jsonrpc\":\"2.0\",\"method\":\"ping\",\"id\":\"a\\\"b\"}").id())
        .contains("\"a\\\"b\"");
    assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"method\":\"tools/call\"}}"))
        .isEqualTo(new Message.Answer());
    assertThat(call("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"params\":null}").name())
        .isEmpty();
  }

  @Test
  void whatIsCompletedIsToldByItsReference() {
    assertThat(
            call("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\",\"params\":"
                    + "{\"ref\":{\"name\":\"p\",\"type\":\"ref/prompt\"}}}")
                .completedPrompt())
        .contains("p");
    assertThat(
            call("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"completion/complete\",\"params\":"
                    + "{\"ref\":{\"uri\":\"file:///{x}\",\"type\":\"ref/resource\"}}}")
                .completedPrompt())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nonsense",
        "{",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"tools/call\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"m\\u0065thod\":\"tools/call\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"Method\":\"tools/call\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"name\":\"b\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"NAME\":\"b\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"a\",\"arguments\":{\"x\":1,\"x\":2}}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"_meta\":{\"x\":{\"y\":1,\"y\":2}}}}",
        "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"} {}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}x",
        "\ufeff{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"ping\"}",
        "{\"id\":1,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":null,\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":{},\"method\":\"ping\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":5}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":[1]}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":5}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"\\ud800\"}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1}",
        "{\"jsonrpc\":\"2.0\",\"result\":{}}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",}",
        "{'jsonrpc':'2.0','id':1,'method':'ping'}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"pi\tng\"}",
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":NaN}}",
      })
  void whatReadersUnderstandDifferentlyIsNoMessage(String body) {
    assertThat(read(body)).isInstanceOf(Message.Unreadable.class);
  }

  @Test
  void otherEncodingsThanUtf8AreNoMessage() {
    String ping = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
    for (var other :
        new java.nio.charset.Charset[] {
          StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
        }) {
      assertThat(MessageReader.read(ping.getBytes(other))).isInstanceOf(Message.Unreadable.class);
    }
    byte[] overlong = ping.replace("ping", "p??g").getBytes(StandardCharsets.ISO_8859_1);
    overlong[ping.indexOf("ping") + 1] = (byte) 0xc1;
    overlong[ping.indexOf("ping") + 2] = (byte) 0xa9;
    assertThat(MessageReader.read(overlong)).isInstanceOf(Message.Unreadable.class);
  }

  @Test
  void nestingHasABound() {
    String inner = "[".repeat(10_000) + "]".repeat(10_000);
    assertThat(
            read(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":" + inner + "}}"))
        .isInstanceOf(Message.Unreadable.class);
    String shallow = "[".repeat(60) + "]".repeat(60);
    assertThat(
            read(
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"a\",\"params\":{\"x\":"
                    + shallow
                    + "}}"))
        .isInstanceOf(Message.Call.class);
  }

  @Test
  void theIdOfAFaultyMessageIsToldWhereItCouldBeRead() {
    assertThat(read("{\"jsonrpc\":\"2.0\",\"id\":12,\"method\":5}"))
        .isInstanceOfSatisfying(
            Message.Unreadable.class,
            unreadable -> {
              assertThat(unreadable.id()).contains("12");
              assertThat(unreadable.parses()).isTrue();
            });
  }
}
