package io.doorward.gateway.route;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A place in the route file: reads typed values and notes every fault instead of stopping at one.
 */
final class Node {
  private final JsonNode json;
  private final String place;
  private final List<String> faults;
  private final Function<String, Optional<String>> placeholders;

  Node(
      JsonNode json,
      String place,
      List<String> faults,
      Function<String, Optional<String>> placeholders) {
    this.json = json;
    this.place = place;
    this.faults = faults;
    this.placeholders = placeholders;
  }

  void fault(String message) {
    faults.add((place.isEmpty() ? "file" : place) + ": " + message);
  }

  boolean isObject() {
    return json.isObject();
  }

  boolean isMissing() {
    return json.isMissingNode() || json.isNull();
  }

  Node at(String key) {
    JsonNode child = json.path(key);
    return new Node(child, place.isEmpty() ? key : place + "." + key, faults, placeholders);
  }

  boolean has(String key) {
    return json.hasNonNull(key);
  }

  void allowOnly(String... keys) {
    if (!json.isObject()) {
      fault("must be a mapping");
      return;
    }
    json.fieldNames()
        .forEachRemaining(
            name -> {
              if (!Set.of(keys).contains(name)) {
                at(name).fault("is not known here; known are " + String.join(", ", keys));
              }
            });
  }

  List<Node> items() {
    List<Node> items = new ArrayList<>();
    if (json.isArray()) {
      for (int i = 0; i < json.size(); i++) {
        items.add(new Node(json.get(i), place + "[" + i + "]", faults, placeholders));
      }
    } else if (!json.isMissingNode()) {
      fault("must be a list");
    }
    return items;
  }

  /** The text, placeholders resolved; empty, with a fault noted, if there is none. */
  String text() {
    if (!json.isValueNode() || json.isNull() || json.asText().isBlank()) {
      fault("is missing");
      return "";
    }
    return Placeholders.resolve(json.asText(), placeholders, this::fault);
  }

  String textOr(String fallback) {
    return json.isMissingNode() || json.isNull() ? fallback : text();
  }

  /** {@code true} or {@code false}. */
  boolean flagOr(boolean fallback) {
    if (json.isMissingNode()) {
      return fallback;
    }
    if (!json.isBoolean()) {
      fault("must be true or false");
    }
    return json.asBoolean(fallback);
  }

  /** A duration such as {@code 500ms}, {@code 30s} or {@code 2m}. */
  Duration durationOr(Duration fallback) {
    if (json.isMissingNode()) {
      return fallback;
    }
    String text = text().toUpperCase(Locale.ROOT);
    try {
      Duration duration =
          text.endsWith("MS")
              ? Duration.ofMillis(Long.parseLong(text.substring(0, text.length() - 2)))
              : Duration.parse("PT" + text);
      if (!duration.isNegative() && !duration.isZero()) {
        return duration;
      }
    } catch (DateTimeParseException | NumberFormatException e) {
      // noted below, with the place
    }
    fault("must be a duration above zero such as 500ms, 30s or 2m");
    return fallback;
  }

  /** A whole number within bounds, both included. */
  int integerOr(int fallback, int least, int most) {
    if (json.isMissingNode()) {
      return fallback;
    }
    if (json.isIntegralNumber()
        && json.canConvertToInt()
        && json.intValue() >= least
        && json.intValue() <= most) {
      return json.intValue();
    }
    fault("must be a whole number from " + least + " to " + most);
    return fallback;
  }

  /** One of an enumeration's names, in lower case with hyphens. */
  <E extends Enum<E>> E oneOf(Class<E> type, E fallback) {
    return json.isMissingNode() ? fallback : read(text -> named(type, text)).orElse(fallback);
  }

  /**
   * The constant with this name.
   *
   * @throws IllegalArgumentException if there is none
   */
  static <E extends Enum<E>> E named(Class<E> type, String text) {
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text)) {
        return constant;
      }
      names.add(name);
    }
    throw new IllegalArgumentException("must be one of " + String.join(", ", names));
  }

  /** The value of the variable that is named here; a secret does not stand in the file. */
  Optional<String> variable() {
    String name = text();
    Optional<String> value = name.isEmpty() ? Optional.empty() : placeholders.apply(name);
    if (value.isEmpty() && !name.isEmpty()) {
      fault("nothing gives " + name + " a value");
    }
    return value;
  }

  /**
   * Each item read by a function that throws IllegalArgumentException for what it does not take.
   */
  <T> List<T> each(Function<String, T> reader) {
    List<T> values = new ArrayList<>();
    for (Node item : items()) {
      item.read(reader).ifPresent(values::add);
    }
    return values;
  }

  <T> Optional<T> read(Function<String, T> reader) {
    String text = text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(reader.apply(text));
    } catch (IllegalArgumentException e) {
      fault(e.getMessage() == null ? "is not acceptable" : e.getMessage());
      return Optional.empty();
    }
  }
}
