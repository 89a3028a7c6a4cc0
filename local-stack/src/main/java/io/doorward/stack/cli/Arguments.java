package io.doorward.stack.cli;

import io.doorward.stack.suite.StackOptions;
import io.doorward.stack.suite.StackPorts;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The words of the command line, understood. */
final class Arguments {
  enum Command {
    UP,
    DOWN,
    STATUS,
    LOGS,
    DEMO,
    SESSION,
    SECRETS
  }

  private final List<String> words;
  private final Command command;
  private StackOptions options;
  private boolean detach;
  private boolean follow = true;
  private @Nullable Path json;
  private @Nullable String name;

  private Arguments(List<String> words, Command command, StackOptions options) {
    this.words = words;
    this.command = command;
    this.options = options;
  }

  static Arguments parse(List<String> words) {
    if (words.isEmpty()) {
      throw new UsageException("Say what to do: up, down, status, logs, session, demo or secrets.");
    }
    Path project = Path.of(System.getProperty("doorward.project", ""));
    Arguments arguments =
        new Arguments(words, command(words.get(0)), StackOptions.in(project.toAbsolutePath()));
    Iterator<String> rest = words.subList(1, words.size()).iterator();
    while (rest.hasNext()) {
      arguments.read(rest.next(), rest);
    }
    return arguments;
  }

  private static Command command(String word) {
    return Arrays.stream(Command.values())
        .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "There is no command \""
                        + word
                        + "\"; there are up, down, status, logs, session, demo and"
                        + " secrets."));
  }

  private void read(String word, Iterator<String> rest) {
    switch (word) {
      case "--state" -> options = options.withState(Path.of(value(word, rest)));
      case "--fresh" -> options = only(Command.UP, word).withFresh(true);
      case "--detach" -> {
        options = only(Command.UP, word);
        detach = true;
      }
      case "--gateways" -> options = options.withGateways(number(word, value(word, rest)));
      case "--port" -> options = options.withPorts(port(options.ports(), value(word, rest)));
      case "--json" -> {
        options = only(Command.DEMO, word);
        json = Path.of(value(word, rest)).toAbsolutePath();
      }
      case "--no-follow" -> {
        options = only(Command.LOGS, word);
        follow = false;
      }
      default -> {
        if (!takesAName() || word.startsWith("-") || name != null) {
          throw new UsageException("\"" + word + "\" is not understood here.");
        }
        name = word;
      }
    }
  }

  private boolean takesAName() {
    return command == Command.LOGS || command == Command.SESSION || command == Command.SECRETS;
  }

  private StackOptions only(Command owner, String word) {
    if (command != owner) {
      throw new UsageException(
          word + " belongs to the command " + owner.name().toLowerCase(Locale.ROOT) + ".");
    }
    return options;
  }

  private static String value(String word, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new UsageException(word + " needs a value.");
    }
    return rest.next();
  }

  private static StackPorts port(StackPorts ports, String text) {
    String[] parts = text.split("=", 2);
    if (parts.length != 2) {
      throw new UsageException("--port needs NAME=NNNN, for example --port gateway=18080.");
    }
    return ports.with(parts[0], number("--port " + parts[0], parts[1]));
  }

  private static int number(String word, String text) {
    if (!text.matches("[0-9]{1,6}")) {
      throw new UsageException(word + " needs a number, not \"" + text + "\".");
    }
    return Integer.parseInt(text);
  }

  /** All words but that one, for handing on. */
  List<String> wordsWithout(String word) {
    return words.stream().filter(w -> !w.equals(word)).toList();
  }

  Command command() {
    return command;
  }

  StackOptions options() {
    return options;
  }

  boolean detach() {
    return detach;
  }

  boolean follow() {
    return follow;
  }

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }

  /** Whose logs, or whose session. */
  Optional<String> name() {
    return Optional.ofNullable(name);
  }
}
