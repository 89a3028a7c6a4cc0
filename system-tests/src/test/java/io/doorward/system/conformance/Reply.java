package io.doorward.system.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.doorward.system.suite.Api;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a client gets to see, however it was asked.
 *
 * @param headers by their names in lower case
 * @param upstream the fields that the upstream gets if the request passes, names in lower case
 */
record Reply(
    int status, Map<String, List<String>> headers, String body, Map<String, String> upstream) {

  /** The answer came through a proxy, from the demo upstream if the request passed. */
  static Reply through(Api.Answer answer) {
    Map<String, String> seen = new HashMap<>();
    if (answer.status() < 300) {
      JsonNode fields = answer.json().path("headers");
      fields
          .fields()
          .forEachRemaining(field -> seen.put(field.getKey(), field.getValue().asText()));
    }
    return new Reply(answer.status(), answer.headers(), answer.body(), seen);
  }

  /** The answer is a gateway's to a proxy that asked: its own fields go to the upstream. */
  static Reply asked(Api.Answer answer) {
    Map<String, String> given = new HashMap<>();
    if (answer.status() == 200) {
      answer
          .headers()
          .forEach((name, values) -> given.put(name.toLowerCase(Locale.ROOT), values.get(0)));
    }
    return new Reply(answer.status(), answer.headers(), answer.body(), given);
  }

  List<String> header(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  /** The problem's code; empty if there is none. */
  String code() {
    return new Api.Answer(status, headers, body).text("code");
  }
}
