package io.doorward.token.secret;

import io.doorward.contract.token.Peppers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the folder of peppers and says what is wrong with it; never what is in it. */
final class PepperFiles {
  private static final Pattern ID = Pattern.compile("[a-z0-9-]{1,16}");

  private final Map<String, byte[]> keys = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();
  private final String currentId;

  PepperFiles(Path directory, String currentId) {
    this.currentId = currentId;
    if (!Files.isDirectory(directory)) {
      faults.add(
          "doorward.peppers.directory: there is no such folder; create it with one file per pepper"
              + " (base64 of 32 random bytes).");
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      files.filter(Files::isRegularFile).sorted().forEach(this::read);
    } catch (IOException e) {
      faults.add("doorward.peppers.directory: the folder cannot be read.");
    }
    if (faults.isEmpty() && !keys.containsKey(currentId)) {
      faults.add("doorward.peppers.current: the folder holds no pepper with this id.");
    }
  }

  private void read(Path file) {
    String id = file.getFileName().toString();
    if (id.startsWith(".")) {
      return;
    }
    if (!ID.matcher(id).matches() || id.equals(Peppers.UNHASHED)) {
      faults.add(
          "doorward.peppers.directory: a pepper's file name is 1 to 16 of a-z, 0-9 and -, and not "
              + Peppers.UNHASHED
              + ".");
      return;
    }
    try {
      byte[] key = Base64.getDecoder().decode(Files.readString(file).strip());
      if (key.length < Peppers.MIN_KEY_BYTES) {
        faults.add("pepper " + id + " is shorter than " + Peppers.MIN_KEY_BYTES + " bytes.");
      } else if (Peppers.isGuessable(key)) {
        faults.add("pepper " + id + " is a default or a pattern; make it from random bytes.");
      } else {
        keys.put(id, key);
      }
    } catch (IOException | IllegalArgumentException e) {
      faults.add("pepper " + id + " cannot be read as base64.");
    }
  }

  List<String> faults() {
    return List.copyOf(faults);
  }

  /** The peppers by id; only if there is no fault. */
  Map<String, byte[]> keys() {
    if (!faults.isEmpty()) {
      throw new IllegalStateException("the peppers have faults");
    }
    return keys;
  }

  String currentId() {
    return currentId;
  }
}
