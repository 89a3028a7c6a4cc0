package io.doorward.system.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * {@code docs/coverage.md} from the tags of all tests: which id is proven where, and what is open.
 * Uses nothing but the JDK, so that it also runs as a single source file.
 */
public final class Coverage {
  private static final Pattern TAG = Pattern.compile("@(?:[\\w.]+\\.)?Tag\\(\"([A-Z0-9-]+)\"\\)");
  private static final Pattern CLASS = Pattern.compile("^(?:public )?(?:final )?class (\\w+)");
  private static final Pattern METHOD =
      Pattern.compile("^ {2}(?:public )?(?:static )?(?:void|\\w[\\w<>, ]*) (\\w+)\\(");

  private final Map<String, TreeSet<String>> tests = new TreeMap<>();
  private final Map<String, TreeSet<String>> modules = new TreeMap<>();

  private Coverage() {}

  /** Prints the document, or writes it where a second argument says. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length > 0 ? args[0] : ".");
    Files.writeString(root.resolve("docs/coverage.md"), render(root));
  }

  /** The document, from the sources below a folder. */
  public static String render(Path root) throws IOException {
    Coverage coverage = new Coverage();
    List<Path> sources;
    try (Stream<Path> files = Files.walk(root)) {
      sources =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> f.toString().contains("src/test/java"))
              .filter(f -> !f.toString().contains("/target/"))
              .sorted()
              .toList();
    }
    for (Path source : sources) {
      coverage.read(source, root.relativize(source).toString().replace('\\', '/'));
    }
    return coverage.table(Files.readAllLines(root.resolve("docs/requirements.csv")));
  }

  private void read(Path source, String path) throws IOException {
    String module = path.substring(0, path.indexOf("/src/test/java"));
    List<String> pending = new ArrayList<>();
    String type = "";
    for (String line : Files.readAllLines(source)) {
      Matcher tag = TAG.matcher(line);
      while (tag.find()) {
        pending.add(tag.group(1));
      }
      Matcher declared = CLASS.matcher(line);
      Matcher method = METHOD.matcher(line);
      if (declared.find()) {
        type = declared.group(1);
        prove(pending, module, type);
      } else if (method.find() && !type.isEmpty()) {
        prove(pending, module, type + "." + method.group(1));
      }
    }
  }

  private void prove(List<String> ids, String module, String test) {
    for (String id : ids) {
      tests.computeIfAbsent(id, any -> new TreeSet<>()).add(test);
      modules.computeIfAbsent(id, any -> new TreeSet<>()).add(module);
    }
    ids.clear();
  }

  private String table(List<String> requirements) {
    Map<String, String> rows = new LinkedHashMap<>();
    int proven = 0;
    for (String requirement : requirements.subList(1, requirements.size())) {
      String[] cells = requirement.split(",", 3);
      String id = cells[0];
      String what = cells[2].replaceAll("^\"|\"$", "").replace("\"\"", "\"").replace("|", "\\|");
      TreeSet<String> by = tests.remove(id);
      if (by != null) {
        proven++;
      }
      rows.put(
          id,
          "| %s | %s | %s | %s | %s |%n"
              .formatted(
                  id,
                  cells[1],
                  what,
                  by == null
                      ? "**open**"
                      : String.join(", ", modules.getOrDefault(id, new TreeSet<>())),
                  by == null
                      ? ""
                      : by.stream().map(t -> "`" + t + "`").collect(Collectors.joining(", ")))
              .replace(System.lineSeparator(), "\n"));
    }
    if (!tests.isEmpty()) {
      throw new IllegalStateException("tags that docs/requirements.csv does not know: " + tests);
    }
    return """
        # Coverage

        Made from the tests' tags by `./dev coverage`. An id without a test is open, whatever the code says; an id with tests is
        proven as far as these tests go. %d of %d ids have a test.

        | id | kind | what | where | tests |
        |---|---|---|---|---|
        """
            .formatted(proven, rows.size())
        + String.join("", rows.values());
  }
}
