package io.doorward.token.lifecycle.importing;

import static org.assertj.core.api.Assertions.assertThat;

import io.doorward.token.lifecycle.importing.ForeignKey.Line;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("T3")
@Tag("DOS-1")
class KeyFileTest {
  private static final int LARGEST = 5 << 20;
  private static final int MOST = 100;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\n", "x\r\n", "{}\n", "\n \nx\n"})
  void noMoreJsonLinesAreReadThanTellThatThereAreTooMany(String line) {
    assertThat(KeyFile.jsonLines(bytes(line.repeat(LARGEST / line.length())), MOST))
        .hasSize(MOST + 1);
  }

  @ParameterizedTest
  @ValueSource(strings = {",\n", "x\n", "a,b\r\n", "\n\nx\n"})
  void noMoreRecordsAreReadThanTellThatThereAreTooMany(String record) {
    assertThat(KeyFile.csv(bytes(record.repeat(LARGEST / record.length())), MOST))
        .hasSize(MOST + 1);
  }

  @Test
  void aRowOfCommasAloneIsOneThatCannotBeRead() {
    String commas = ",".repeat(LARGEST / 2);
    List<Line> lines = KeyFile.csv(bytes(commas + "\n" + commas), MOST);
    assertThat(lines).containsExactly(new Line(1, null));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\n\n"})
  void asManyRowsAsThereMayBeAreReadWithOrWithoutAnEnd(String feed) {
    for (String end : List.of("", feed)) {
      String json = String.join(feed, List.of("{\"name\":\"a\"}", "{\"name\":\"b\"}")) + end;
      assertThat(KeyFile.jsonLines(bytes(json), 2))
          .extracting(line -> line.number() + line.key().name())
          .containsExactly("1a", "2b");
      String csv = String.join(feed, List.of("name,odd", "a,1", "\"b\",2")) + end;
      assertThat(KeyFile.csv(bytes(csv), 2))
          .extracting(line -> line.number() + line.key().name())
          .containsExactly("1a", "2b");
    }
  }
}
