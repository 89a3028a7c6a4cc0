package io.doorward.system.operation;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.doorward.system.operation.Launcher.Ended;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The main job, from sign-in to the suspension that nobody asked for. */
@Tag("P2")
@Tag("X3")
@Tag("U2")
@Tag("G5")
class DemoIT {
  @TempDir Path folder;

  @Test
  void everyStepHoldsOnAStackOfItsOwnAndNothingIsLeft() throws Exception {
    Launcher launcher =
        new Launcher(folder.resolve("state"), folder.resolve("out"), Launcher.freePorts());
    Path json = folder.resolve("demo.json");

    Ended ended = launcher.run("demo", "--json", json.toString());

    assertThat(ended.code()).as(ended.output()).isZero();
    List<String> names = new ArrayList<>();
    for (JsonNode step : new ObjectMapper().readTree(json.toFile()).path("steps")) {
      assertThat(step.path("ok").asBoolean()).as(step.toString()).isTrue();
      assertThat(step.has("ms") && step.has("detail")).isTrue();
      names.add(step.path("name").asText());
    }
    assertThat(names).hasSizeGreaterThanOrEqualTo(8);
    assertThat(launcher.processes()).isEmpty();
  }
}
