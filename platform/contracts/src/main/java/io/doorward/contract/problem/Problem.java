package io.doorward.contract.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import java.util.List;

/**
 * The body of every error answer, {@code application/problem+json} (RFC 9457).
 *
 * @param type where the code is explained; relative to the documentation's root
 * @param detail a sentence a person can act on; holds no value that the caller did not send
 * @param errors what is wrong where, for {@code validation_failed} and its kin
 * @param requiredScopes for {@code insufficient_scope}
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@JsonPropertyOrder({
  "type",
  "title",
  "status",
  "detail",
  "code",
  "requestId",
  "errors",
  "requiredScopes"
})
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    String requestId,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<Violation> errors,
    @JsonSetter(nulls = Nulls.AS_EMPTY) List<String> requiredScopes) {

  /** The media type. */
  public static final String MEDIA_TYPE = "application/problem+json";

  /**
   * One thing that is wrong.
   *
   * @param location a JSON pointer into the body (RFC 6901), or {@code query/<name>}, {@code
   *     path/<name>} or {@code header/<name>}
   * @param message what is wrong
   * @param fix what to do
   */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Violation(String location, String message, String fix) {}

  public Problem {
    errors = List.copyOf(errors);
    requiredScopes = List.copyOf(requiredScopes);
  }

  /** A problem with nothing but a code and a sentence. */
  public static Problem of(ErrorCode code, String detail, String requestId) {
    return of(code, detail, requestId, List.of(), List.of());
  }

  /** A problem with everything. */
  public static Problem of(
      ErrorCode code,
      String detail,
      String requestId,
      List<Violation> errors,
      List<String> requiredScopes) {
    return new Problem(
        "/docs/errors/" + code.code(),
        code.title(),
        code.status(),
        detail,
        code.code(),
        requestId,
        errors,
        requiredScopes);
  }
}
