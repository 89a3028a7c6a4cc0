package io.doorward.stack.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("stack")
class StateFolderTest {
  @TempDir Path folder;

  @Test
  void oneThatCannotBeWrittenIsOneSentence() throws IOException {
    Path file = Files.createFile(folder.resolve("a-file"));
    StateFolder state = new StateFolder(file.resolve("state"));
    assertThatThrownBy(state::makeReady)
        .isInstanceOf(StackException.class)
        .hasMessageContaining("cannot be written")
        .hasMessageContaining("--state DIR");
  }

  @Test
  void startingOverForgetsTheStateAndNothingElse() throws IOException {
    StateFolder state = new StateFolder(folder);
    state.makeReady();
    Files.createDirectories(folder.resolve("pg/base"));
    Files.writeString(folder.resolve("pg/base/1"), "rows");
    Files.writeString(folder.resolve("notes.txt"), "mine");
    state.startOver();
    assertThat(folder.resolve("pg")).doesNotExist();
    assertThat(folder.resolve("notes.txt")).exists();
  }

  @Test
  void twoStacksCannotShareOne() {
    StateFolder state = new StateFolder(folder);
    state.makeReady();
    RunLock first = RunLock.take(state);
    first.announce();
    assertThatThrownBy(() -> RunLock.take(state))
        .isInstanceOf(StackException.class)
        .hasMessageContaining("A stack already runs on")
        .hasMessageContaining("pid " + ProcessHandle.current().pid());
    first.close();
    RunLock.take(state).close();
  }
}
