package io.doorward.contract.problem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("G8")
class ErrorCodeTest {
  private static final Path PAGES = Path.of("../../docs/errors");

  @Test
  void everyCodeHasItsPageAndEveryPageItsCode() throws IOException {
    try (Stream<Path> files = Files.list(PAGES)) {
      assertThat(
              files.map(p -> p.getFileName().toString()).filter(name -> !name.equals("README.md")))
          .containsExactlyInAnyOrderElementsOf(
              Arrays.stream(ErrorCode.values()).map(c -> c.code() + ".md").toList());
    }
  }

  @Test
  void everyPageTellsStatusTitleAndWhatToDo() throws IOException {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(Files.readString(PAGES.resolve(code.code() + ".md")))
          .as(code.code())
          .contains("`" + code.code() + "`", String.valueOf(code.status()), code.title())
          .contains("## What to do");
    }
  }

  @Test
  void aCodeIsFoundByItsName() {
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(ErrorCode.ofCode(code.code())).contains(code);
    }
    assertThat(ErrorCode.ofCode("no_such_code")).isEmpty();
  }
}
