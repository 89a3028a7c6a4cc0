package io.doorward.token.trail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("CSV-1")
class CsvTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "=HYPERLINK(\"http://x\")|\"'=HYPERLINK(\"\"http://x\"\")\"",
        "+1|'+1",
        "-1|'-1",
        "@SUM(A1)|'@SUM(A1)",
        "`\t=1`|`\"'\t=1\"`",
        "`\r=1`|`\"'\r=1\"`",
        "`\n=1+1`|`\"'\n=1+1\"`",
        "\"=1|\"\"\"=1\"",
        "a,b|\"a,b\"",
        "a=b|a=b",
        "``|``"
      })
  void makesTextOfFormulasAndQuotesWhatWouldEndACell(String value, String cell) {
    assertThat(Csv.line(List.of(value, "z"))).isEqualTo(cell + ",z\r\n");
  }
}
