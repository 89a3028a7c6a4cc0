package io.doorward.test.stack;

import io.doorward.stack.postgres.DatabaseSchema;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Starts embedded servers before the service under test and configures the service for them.
 *
 * <pre>{@code
 * @WithTestResource(
 *     value = StackResource.class,
 *     initArgs = @ResourceArg(name = "parts", value = "redis,kafka"))
 * }</pre>
 *
 * <p>{@code parts} names some of {@code postgres, redis, kafka, identity, upstream}; without it all
 * but the upstream start. {@code schema} is {@code tokens} (default) or {@code usage}, and decides
 * the database roles that the service is given. The servers are reached with {@link
 * RunningStack#current()}.
 */
public final class StackResource implements QuarkusTestResourceLifecycleManager {
  private Set<Part> parts = Part.parse("");
  private DatabaseSchema schema = DatabaseSchema.TOKENS;
  private @Nullable RunningStack stack;

  @Override
  public void init(Map<String, String> arguments) {
    parts = Part.parse(arguments.getOrDefault("parts", ""));
    String name = arguments.getOrDefault("schema", "tokens");
    schema =
        DatabaseSchema.named(name)
            .orElseThrow(() -> new IllegalArgumentException("no database schema " + name));
  }

  @Override
  public Map<String, String> start() {
    try {
      RunningStack started =
          new RunningStack(Files.createTempDirectory("doorward-test-"), parts, schema);
      stack = started;
      started.start();
      return new ServiceSettings(started).all();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      stop();
      throw e;
    }
  }

  @Override
  public void stop() {
    RunningStack ending = stack;
    stack = null;
    if (ending != null) {
      ending.stop();
      delete(ending.folder());
    }
  }

  private static void delete(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException e) {
      // What a server still held open stays in the system's temporary folder.
    }
  }
}
