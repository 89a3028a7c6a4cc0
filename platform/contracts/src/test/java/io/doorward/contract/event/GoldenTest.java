package io.doorward.contract.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.doorward.contract.Samples;
import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem;
import io.doorward.contract.snapshot.TokenSnapshot;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The golden files are the contract: a change of one is a change for every reader. */
class GoldenTest {
  static Stream<Arguments> records() {
    return Stream.of(
        Arguments.of("token-snapshot", Samples.snapshot()),
        Arguments.of("agent-snapshot", Samples.agent()),
        Arguments.of("token-event", Samples.tokenEvent()),
        Arguments.of("token-event-heartbeat", Samples.heartbeat()),
        Arguments.of("gateway-report", Samples.gatewayReport()),
        Arguments.of("barrier-set", Samples.barriers()),
        Arguments.of("token-event-barriers", Samples.barrierEvent()),
        Arguments.of("usage-event", Samples.usageEvent()),
        Arguments.of("usage-event-retired", Samples.retiredUsageEvent()),
        Arguments.of("security-event", Samples.securityEvent()),
        Arguments.of("token-activity", Samples.tokenActivity()),
        Arguments.of(
            "problem",
            Problem.of(
                ErrorCode.VALIDATION_FAILED,
                "Correct the values named in errors and send the request again.",
                "0190a3b0-0000-7000-8000-000000000005",
                List.of(
                    new Problem.Violation("/name", "is too long", "Use at most 100 characters.")),
                List.of())));
  }

  private static byte[] golden(String name) throws IOException {
    try (InputStream file = GoldenTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      assertThat(file).as("golden file " + name).isNotNull();
      return file.readAllBytes();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("records")
  void isWrittenAsTheGoldenFileAndReadBackFromIt(String name, Object sample) throws Exception {
    String written = ContractJson.writeString(sample);
    String golden = new String(golden(name), StandardCharsets.UTF_8).strip();

    assertThat(written).isEqualTo(golden);
    assertThat(ContractJson.read(golden.getBytes(StandardCharsets.UTF_8), sample.getClass()))
        .isEqualTo(sample);
  }

  @Test
  @Tag("KFK-1")
  void aLaterVersionsMembersAndTypesAreReadOver() throws Exception {
    String later =
        new String(golden("token-event"), StandardCharsets.UTF_8)
            .replaceFirst("\\{", "{\"addedLater\":{\"x\":[1]},")
            .replace("\"suspended\"", "\"quarantined\"");
    TokenEvent event = ContractJson.read(later.getBytes(StandardCharsets.UTF_8), TokenEvent.class);
    assertThat(event.type()).isEqualTo(TokenEvent.Type.OTHER);
    assertThat(event.snapshot()).isEqualTo(Samples.tokenEvent().snapshot());
  }

  @Test
  @Tag("KFK-1")
  void whatIsNotARecordIsUnreadableWithAReasonThatHoldsNoContent() {
    List<byte[]> poison =
        List.of(
            bytes(""),
            bytes("null"),
            bytes("{"),
            bytes("[1,2]"),
            bytes("{\"schema\":1,\"schema\":1}"),
            bytes("{\"status\":1e400,\"secret\":\"s3cr3t\"}"),
            bytes("{\"status\":\"NaN\",\"path\":\"s3cr3t\"}"),
            bytes("{\"a\":" + "[".repeat(10_000)),
            new byte[] {(byte) 0xc3, (byte) 0x28});
    for (byte[] value : poison) {
      assertThatThrownBy(() -> ContractJson.read(value, UsageEvent.class))
          .isInstanceOf(UnreadableRecord.class)
          .hasMessageNotContaining("s3cr3t");
    }
    assertThatThrownBy(() -> ContractJson.read(bytes("{}"), TokenSnapshot.class))
        .isInstanceOf(UnreadableRecord.class);
  }

  private static byte[] bytes(String value) {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @Tag("KFK-1")
  @ValueSource(strings = {"lookup", "tokenId", "role", "scopes", "limits", "environment"})
  void aSnapshotThatLacksWhatEveryTokenHasIsUnreadable(String member) throws Exception {
    ObjectNode whole = (ObjectNode) new ObjectMapper().readTree(golden("token-snapshot"));
    whole.remove(member);
    byte[] lacking = whole.toString().getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> ContractJson.read(lacking, TokenSnapshot.class))
        .isInstanceOf(UnreadableRecord.class);
  }
}
