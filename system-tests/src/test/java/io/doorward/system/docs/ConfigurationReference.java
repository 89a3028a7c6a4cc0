package io.doorward.system.docs;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * {@code docs/configuration.md} from the {@code @ConfigMapping} interfaces: key, type, default and
 * the first sentence of its Javadoc. Uses nothing but the JDK, so that it also runs as a single
 * source file.
 */
public final class ConfigurationReference {
  private final Map<String, StringBuilder> sections = new TreeMap<>();

  private ConfigurationReference() {}

  /** Writes the document below a folder. */
  public static void main(String[] args) throws IOException {
    Path root = Path.of(args.length > 0 ? args[0] : ".");
    Files.writeString(root.resolve("docs/configuration.md"), render(root));
  }

  /** The document, from the sources below a folder. */
  public static String render(Path root) throws IOException {
    List<Path> sources;
    try (Stream<Path> files = Files.walk(root)) {
      sources =
          files
              .filter(f -> f.toString().endsWith(".java"))
              .filter(f -> f.toString().contains("src/main/java"))
              .filter(ConfigurationReference::declaresMapping)
              .sorted()
              .toList();
    }
    ConfigurationReference reference = new ConfigurationReference();
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources));
      DocTrees docs = DocTrees.instance(task);
      for (CompilationUnitTree unit : task.parse()) {
        for (Tree type : unit.getTypeDecls()) {
          if (type instanceof ClassTree mapping) {
            Path source = Path.of(unit.getSourceFile().toUri());
            reference.mapping(docs, unit, mapping, module(root, source));
          }
        }
      }
    }
    return reference.document();
  }

  private static boolean declaresMapping(Path source) {
    try {
      return Files.readString(source).contains("@ConfigMapping(");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String module(Path root, Path source) {
    String path =
        root.toAbsolutePath().normalize().relativize(source).toString().replace('\\', '/');
    return path.substring(0, path.indexOf("/src/main/java"));
  }

  private void mapping(DocTrees docs, CompilationUnitTree unit, ClassTree type, String module) {
    argument(type.getModifiers().getAnnotations(), "ConfigMapping", "prefix")
        .ifPresent(prefix -> members(docs, unit, type, type, prefix, module));
  }

  private void members(
      DocTrees docs,
      CompilationUnitTree unit,
      ClassTree top,
      ClassTree type,
      String prefix,
      String module) {
    for (Tree member : type.getMembers()) {
      if (member instanceof MethodTree method && method.getBody() == null) {
        String key = prefix + "." + kebab(method.getName().toString());
        String returned = String.valueOf(method.getReturnType());
        Optional<ClassTree> group = nested(top, returned.replaceAll("^Optional<(.*)>$", "$1"));
        if (group.isPresent()) {
          members(docs, unit, top, group.get(), key, module);
          continue;
        }
        var annotations = method.getModifiers().getAnnotations();
        String fallback =
            argument(annotations, "WithDefault", "value")
                .map(v -> v.isEmpty() ? "(empty)" : "`" + v + "`")
                .orElse(returned.startsWith("Optional") ? "not set" : "**required**");
        DocCommentTree comment = docs.getDocCommentTree(TreePath.getPath(unit, method));
        sections
            .computeIfAbsent(module, any -> new StringBuilder())
            .append(
                "| `%s` | %s | %s | %s |\n"
                    .formatted(key, returned, fallback, comment == null ? "" : oneLine(comment)));
      }
    }
  }

  private static Optional<ClassTree> nested(ClassTree type, String name) {
    for (Tree member : type.getMembers()) {
      if (member instanceof ClassTree inner) {
        if (inner.getSimpleName().contentEquals(name) && inner.getKind() == Tree.Kind.INTERFACE) {
          return Optional.of(inner);
        }
        Optional<ClassTree> deeper = nested(inner, name);
        if (deeper.isPresent()) {
          return deeper;
        }
      }
    }
    return Optional.empty();
  }

  private static String oneLine(DocCommentTree comment) {
    StringBuilder text = new StringBuilder();
    comment.getFullBody().forEach(text::append);
    return text.toString()
        .replaceAll("\\{@(?:code|link|value)\\s+#?([^}]*)}", "`$1`")
        .replaceAll("</?[a-z]+>", "")
        .replaceAll("\\s+", " ")
        .replace("|", "\\|")
        .strip();
  }

  private static Optional<String> argument(
      List<? extends AnnotationTree> annotations, String annotation, String name) {
    return annotations.stream()
        .filter(a -> a.getAnnotationType().toString().endsWith(annotation))
        .flatMap(a -> a.getArguments().stream())
        .map(Object::toString)
        .map(a -> a.contains("=") && !a.startsWith("\"") ? a : name + " = " + a)
        .filter(a -> a.startsWith(name + " = "))
        .map(a -> a.substring(name.length() + 3).replaceAll("^\"|\"$", ""))
        .findFirst();
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
  }

  private String document() {
    StringBuilder document =
        new StringBuilder(
            """
            # Configuration

            Made from the sources by `./dev coverage`. A key can be given as a system property or an environment variable
            (`doorward.identity.session.issuer` → `DOORWARD_IDENTITY_SESSION_ISSUER`); secrets are files or environment
            variables, never arguments. Times are written `10s`, `500ms`, `5m`; sizes `64K`. Beside these, the usual keys of Quarkus apply
            (`quarkus.datasource.*`, `quarkus.redis.hosts`, `kafka.bootstrap.servers`, `quarkus.http.*`).
            """);
    sections.forEach(
        (module, rows) ->
            document
                .append("\n## ")
                .append(module)
                .append("\n\n| key | type | default | what |\n|---|---|---|---|\n")
                .append(rows));
    return document.toString();
  }
}
