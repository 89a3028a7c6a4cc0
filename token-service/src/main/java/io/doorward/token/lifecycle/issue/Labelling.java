package io.doorward.token.lifecycle.issue;

import io.doorward.token.store.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tags and metadata as they were asked for. Pure. */
final class Labelling {
  private static final int MOST = 20;
  private static final int TAG_LENGTH = 50;
  private static final int VALUE_LENGTH = 500;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.-]{1,64}");

  private Labelling() {}

  /** Takes what is wrong. */
  interface Faults {
    void wrong(String location, String message, String fix);
  }

  static Labels check(
      @Nullable List<@Nullable String> tags,
      @Nullable Map<String, @Nullable String> metadata,
      Faults faults) {
    return new Labels(
        tags == null ? List.of() : tags(tags, faults),
        metadata == null ? new TreeMap<>() : metadata(metadata, faults));
  }

  private static List<String> tags(List<@Nullable String> asked, Faults faults) {
    if (asked.size() > MOST) {
      faults.wrong("/tags", "has more than " + MOST + " tags", "Remove some.");
      return List.of();
    }
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < asked.size(); i++) {
      String tag = asked.get(i) == null ? "" : asked.get(i);
      TokenName checked = TokenName.of(tag);
      if (checked.fault().isPresent() || tag.codePointCount(0, tag.length()) > TAG_LENGTH) {
        faults.wrong(
            "/tags/" + i, "is not a tag", "Use 1 to " + TAG_LENGTH + " visible characters.");
      } else {
        tags.add(checked.value());
      }
    }
    return tags;
  }

  /** PostgreSQL keeps neither zeros nor half characters. */
  private static boolean unprintable(int character) {
    return Character.isISOControl(character) || Character.getType(character) == Character.SURROGATE;
  }

  private static SortedMap<String, String> metadata(
      Map<String, @Nullable String> asked, Faults faults) {
    SortedMap<String, String> metadata = new TreeMap<>();
    if (asked.size() > MOST) {
      faults.wrong("/metadata", "has more than " + MOST + " members", "Remove some.");
      return metadata;
    }
    asked.forEach(
        (name, value) -> {
          String location = "/metadata/" + name.replace("~", "~0").replace("/", "~1");
          if (!NAME.matcher(name).matches()) {
            faults.wrong(
                "/metadata",
                "has a name that is not usable",
                "Use 1 to 64 letters, digits, dots, underscores and hyphens.");
          } else if (value == null || value.length() > VALUE_LENGTH) {
            faults.wrong(
                location,
                "is no text of at most " + VALUE_LENGTH + " characters",
                "Shorten it, or remove it.");
          } else if (value.codePoints().anyMatch(Labelling::unprintable)) {
            faults.wrong(location, "has control characters", "Remove them.");
          } else {
            metadata.put(name, value);
          }
        });
    return metadata;
  }
}
