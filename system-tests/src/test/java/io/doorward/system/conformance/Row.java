package io.doorward.system.conformance;

import io.doorward.system.suite.Api;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One case: what is asked, and what has to come of it whichever way it is asked.
 *
 * @param status what the client gets; 200 for a request that passes
 * @param code the problem's code; empty for a request that passes
 * @param owner whom the upstream has to take the caller for; empty if the request does not pass
 * @param token what introspection and validation are asked about; {@code null} where the case is
 *     not about one token
 * @param asker who asks them
 * @param scope what the request needs
 * @param active what introspection and validation say
 * @param refusal why validation says that a gateway would not let the request through; empty if it
 *     would
 */
record Row(
    String name,
    Question question,
    int status,
    String code,
    String owner,
    @Nullable String token,
    @Nullable Api asker,
    String scope,
    boolean active,
    String refusal) {

  private static final String READ = "demo:read";

  /** A request that passes, with a token that is active. */
  static Row passes(String name, Map<String, String> headers, String token, Api asker) {
    return new Row(
        name,
        new Question("GET", "/demo/hello", headers),
        200,
        "",
        "alice",
        token,
        asker,
        READ,
        true,
        "");
  }

  /** A request that is refused, because of the token alone. */
  static Row useless(String name, String token, Api asker) {
    return new Row(
        name,
        new Question("GET", "/demo/hello", bearer(token)),
        401,
        "invalid_token",
        "",
        token,
        asker,
        READ,
        false,
        "");
  }

  /** A request that is refused, and of which introspection and validation know nothing. */
  static Row refused(String name, Question question, int status, String code) {
    return new Row(name, question, status, code, "", null, null, READ, false, "");
  }

  static Map<String, String> bearer(String credential) {
    return Map.of("Authorization", "Bearer " + credential);
  }

  /** It may hold a whole token. */
  @Override
  public String toString() {
    return name;
  }
}
