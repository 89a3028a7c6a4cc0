package io.doorward.gateway.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads a list of RFC 9651 whose items are strings with whole numbers as parameters. */
final class RateLimitLists {
  /** Section 3.3.3 (string), 3.1.2 (parameters), 3.3.1 (integer). */
  private static final Pattern ITEM =
      Pattern.compile("\"([ !#-\\[\\]-~]*)\"((?:; *[a-z*][a-z0-9_.*-]*=-?[0-9]{1,15})*)");

  private static final Pattern SEPARATOR = Pattern.compile("[ \\t]*,[ \\t]*");

  private RateLimitLists() {}

  static Map<String, Map<String, Long>> parse(HttpResponse<?> answer, String field) {
    String list = answer.headers().firstValue(field).orElseThrow();
    Map<String, Map<String, Long>> items = new LinkedHashMap<>();
    int at = 0;
    while (at < list.length()) {
      Matcher item = ITEM.matcher(list).region(at, list.length());
      assertThat(item.lookingAt()).as(list + " from " + at).isTrue();
      assertThat(items.put(item.group(1), parameters(item.group(2)))).isNull();
      at = item.end();
      if (at < list.length()) {
        Matcher separator = SEPARATOR.matcher(list).region(at, list.length());
        assertThat(separator.lookingAt() && separator.end() < list.length()).as(list).isTrue();
        at = separator.end();
      }
    }
    assertThat(items).isNotEmpty();
    return items;
  }

  private static Map<String, Long> parameters(String written) {
    Map<String, Long> parameters = new LinkedHashMap<>();
    for (String parameter : written.split(";", -1)) {
      if (!parameter.isEmpty()) {
        String[] pair = parameter.strip().split("=", 2);
        parameters.put(pair[0], Long.valueOf(pair[1]));
      }
    }
    return parameters;
  }
}
