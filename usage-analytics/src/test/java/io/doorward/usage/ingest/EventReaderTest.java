package io.doorward.usage.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.contract.json.ContractJson;
import io.doorward.contract.json.UnreadableRecord;
import io.doorward.usage.Events;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("KFK-1")
class EventReaderTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final EventReader reader = new EventReader(Duration.ofMinutes(5), Duration.ofDays(30));
  private final Events gateway = new Events(new UUID(0, 1), new UUID(0, 2), "u");

  @Test
  void anEventIsReadAsItWasWritten() throws UnreadableRecord {
    var event = gateway.answered(NOW, 200);
    assertThat(reader.read(ContractJson.write(event), NOW)).isEqualTo(new Intake(event, false));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'at':'2026-03-01T10:00:00Z'->'at':1e400",
        "'at':'2026-03-01T10:00:00Z'->'at':'soon'",
        "'at':'2026-03-01T10:00:00Z'->'at':null",
        "'at':'2026-03-01T10:00:00Z'->'at':'2026-01-01T00:00:00Z'",
        "'at':'2026-03-01T10:00:00Z'->'at':'-100000-01-01T00:00:00Z'",
        "'schema':1->'schema':2",
        "'schema':1->'schema':'1e400'",
        "'sequence':0->'sequence':-1",
        "'sequence':0->'sequence':0,'sequence':1",
        "'status':200->'status':0",
        "'status':200->'status':NaN",
        "'method':'GET'->'m':'GET'",
        "'kind':'user'->'kind':'robot'",
        "'id':'u'->'i':'u'",
        "'tool'->",
        "{->["
      })
  void whatCannotBeCountedIsRefusedWithAReason(String change) {
    String json =
        ContractJson.writeString(gateway.answered(NOW, 200))
            .replace("\"", "'")
            .replace("}}", "},'tool':'t'}");
    String[] fromTo = change.split("->", -1);
    String broken = json.replace(fromTo[0], fromTo[1]).replace("'", "\"");
    if (change.startsWith("'tool'")) {
      broken = json.substring(0, json.length() / 2).replace("'", "\"");
    }
    byte[] value = broken.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> reader.read(value, NOW)).isInstanceOf(UnreadableRecord.class);
  }

  @Test
  void nothingAtAllIsRefused() {
    assertThatThrownBy(() -> reader.read(null, NOW)).isInstanceOf(UnreadableRecord.class);
    assertThatThrownBy(() -> reader.read("null".getBytes(StandardCharsets.UTF_8), NOW))
        .isInstanceOf(UnreadableRecord.class);
  }

  @Property(tries = 300)
  void noBytesWhateverAreMoreThanUnreadable(@ForAll @Size(max = 200) byte[] value) {
    assertThatThrownBy(() -> reader.read(value, NOW)).isInstanceOf(UnreadableRecord.class);
  }

  @Test
  @Tag("KFK-3")
  void aTimeInTheFutureBecomesThatOfArrival() throws UnreadableRecord {
    byte[] value = ContractJson.write(gateway.answered(NOW.plus(Duration.ofDays(3_650)), 200));
    Intake intake = reader.read(value, NOW);
    assertThat(intake.clamped()).isTrue();
    assertThat(intake.event().at()).isEqualTo(NOW);
  }

  @Test
  void whatIsTooLongIsCutAndWhatCannotBeStoredIsReplaced() throws UnreadableRecord {
    String path = "/\\u0000" + "x".repeat(100_000);
    String json =
        ContractJson.writeString(gateway.answered(NOW, 200))
            .replace("\"path\":\"/demo/hello\"", "\"path\":\"" + path + "\"")
            .replace("curl/8", "\\ud800");
    var event = reader.read(json.getBytes(StandardCharsets.UTF_8), NOW).event();
    assertThat(event.path()).hasSize(1_024).startsWith("/\uFFFDxxx");
    assertThat(event.userAgent()).isEqualTo("\uFFFD");
  }
}
