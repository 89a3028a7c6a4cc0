package io.doorward.system.conformance;

import io.doorward.system.suite.Api;
import io.doorward.system.suite.Api.Answer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The ways that are questions about a token instead of a request that carries it. */
final class TokenQuestions {
  private TokenQuestions() {}

  /** RFC 7662. */
  static Answer introspect(Api asker, String token) {
    return asker.send(
        "POST",
        "/oauth/introspect",
        "token=" + URLEncoder.encode(token, StandardCharsets.UTF_8),
        Map.of("Content-Type", "application/x-www-form-urlencoded"));
  }

  /** Whether a request from this machine that needs this scope would be let through. */
  static Answer validate(Api asker, String token, String scope) {
    return asker.post(
        "/api/v1/tokens/validate",
        "{\"token\":\"%s\",\"scopes\":[\"%s\"],\"ip\":\"127.0.0.1\"}".formatted(token, scope));
  }
}
