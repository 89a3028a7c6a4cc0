package io.doorward.bench;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The options behind a benchmark's name, each with a value. */
final class Options {
  private final Map<String, String> values;

  private Options(Map<String, String> values) {
    this.values = values;
  }

  /**
   * Reads them.
   *
   * @throws IllegalArgumentException for an option that is not among the known ones or has no value
   */
  static Options of(Iterator<String> words, List<String> known) {
    Map<String, String> values = new LinkedHashMap<>();
    while (words.hasNext()) {
      String word = words.next();
      if (!known.contains(word) || !words.hasNext()) {
        throw new IllegalArgumentException(
            "\"" + word + "\" is not understood here, or needs a value.");
      }
      values.put(word, words.next());
    }
    return new Options(values);
  }

  int number(String option, int least, int most, int otherwise) {
    String text = values.get(option);
    if (text == null) {
      return otherwise;
    }
    int number = text.matches("[0-9]{1,8}") ? Integer.parseInt(text) : -1;
    if (number < least || number > most) {
      throw new IllegalArgumentException(
          option + " needs a number between " + least + " and " + most + ".");
    }
    return number;
  }

  /** The parts of a value with commas; none when the option is not there. */
  List<String> list(String option) {
    String text = values.get(option);
    return text == null ? List.of() : List.of(text.split(",", -1));
  }

  Optional<Path> file(String option) {
    return Optional.ofNullable(values.get(option)).map(name -> Path.of(name).toAbsolutePath());
  }
}
