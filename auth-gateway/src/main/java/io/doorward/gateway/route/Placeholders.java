package io.doorward.gateway.route;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ${NAME}} and {@code ${NAME:default}} in the route file, from environment and
 * configuration.
 */
final class Placeholders {
  private static final Pattern FORM = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)(?::([^}]*))?}");

  private Placeholders() {}

  static String resolve(
      String text, Function<String, Optional<String>> values, Consumer<String> fault) {
    Matcher matcher = FORM.matcher(text);
    StringBuilder resolved = new StringBuilder();
    while (matcher.find()) {
      Optional<String> value =
          values.apply(matcher.group(1)).or(() -> Optional.ofNullable(matcher.group(2)));
      if (value.isEmpty()) {
        fault.accept("nothing gives ${" + matcher.group(1) + "} a value");
      }
      matcher.appendReplacement(resolved, Matcher.quoteReplacement(value.orElse("")));
    }
    return matcher.appendTail(resolved).toString();
  }
}
