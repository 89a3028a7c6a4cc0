package io.doorward.stack.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.doorward.stack.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The steps of a run in their order. */
public record DemoReport(List<StepResult> steps) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  public boolean allHeld() {
    return !steps.isEmpty() && steps.stream().allMatch(StepResult::ok);
  }

  /** Writes {@code {"steps": [{"name", "ok", "ms", "detail"}]}}. */
  public void write(Path file) {
    try {
      Files.write(file, JSON.writeValueAsBytes(this));
    } catch (IOException e) {
      throw new StackException("Cannot write " + file + ": " + e.getMessage() + ".", e);
    }
  }
}
