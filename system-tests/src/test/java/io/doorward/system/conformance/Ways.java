package io.doorward.system.conformance;

import io.doorward.system.suite.Api;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ways that are HTTP requests of an ordinary client. */
final class Ways {
  private static final String CLIENT = "127.0.0.1";

  private Ways() {}

  /** Through a proxy: the gateway itself, or one in front that asks it. */
  static Way through(String base) {
    return question ->
        Reply.through(send(base, question.method(), question.path(), question, Map.of()));
  }

  /** As Traefik and Caddy ask. */
  static Way forwardAuth(String base) {
    return question ->
        Reply.asked(
            send(
                base,
                "GET",
                "/forward-auth",
                question,
                Map.of(
                    "X-Forwarded-Method",
                    question.method(),
                    "X-Forwarded-Uri",
                    question.path(),
                    "X-Forwarded-Host",
                    "127.0.0.1:8080",
                    "X-Forwarded-Proto",
                    "http",
                    "X-Forwarded-For",
                    CLIENT)));
  }

  /** As nginx asks, and as it has to be configured to answer. */
  static Way authRequest(String base) {
    return question -> {
      Api.Answer answer =
          send(
              base,
              "GET",
              "/auth-request",
              question,
              Map.of(
                  "X-Original-Method",
                  question.method(),
                  "X-Original-URL",
                  "http://127.0.0.1:8080" + question.path(),
                  "X-Forwarded-For",
                  CLIENT));
      if (answer.status() == 200) {
        return Reply.asked(answer);
      }
      if (answer.status() != 401 && answer.status() != 403) {
        throw new AssertionError("nginx makes a 500 of " + answer.status());
      }
      return new Reply(
          Integer.parseInt(answer.header("X-Doorward-Status")),
          answer.headers(),
          answer.header("X-Doorward-Problem"),
          Map.of());
    };
  }

  /** As Envoy asks over HTTP. */
  static Way extAuthz(String base) {
    return question ->
        Reply.asked(
            send(
                base,
                question.method(),
                "/ext-authz" + question.path(),
                question,
                Map.of("X-Forwarded-For", CLIENT)));
  }

  private static Api.Answer send(
      String base, String method, String path, Question question, Map<String, String> more) {
    Map<String, String> headers = new LinkedHashMap<>(question.headers());
    headers.putAll(more);
    Api.Answer answer = Api.of(base).send(method, path, null, headers);
    Map<String, List<String>> lower = new LinkedHashMap<>();
    answer
        .headers()
        .forEach((name, values) -> lower.put(name.toLowerCase(java.util.Locale.ROOT), values));
    return new Api.Answer(answer.status(), lower, answer.body());
  }
}
