package io.doorward.stack.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A session of its own for a child, so that Ctrl-C in the terminal reaches only the launcher, which
 * then ends its children in order. Needs {@code setsid} (util-linux); without it, as on macOS,
 * children receive the Ctrl-C too and end by themselves.
 */
final class Session {
  private Session() {}

  static List<String> prefix() {
    return onPath("setsid").map(path -> List.of(path.toString())).orElse(List.of());
  }

  static Optional<Path> onPath(String program) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path candidate = Path.of(folder, program);
      if (!folder.isEmpty() && Files.isExecutable(candidate)) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
