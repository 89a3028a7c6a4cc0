package io.doorward.contract.problem;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;

/** Every error a caller can meet: its status, what it is called, who must act, whether to retry. */
public enum ErrorCode {
  INVALID_REQUEST(400, "The request is not well-formed", ActBy.CLIENT, false),
  MALFORMED_JSON(400, "The body is not the JSON this operation takes", ActBy.CLIENT, false),
  VALIDATION_FAILED(400, "A value in the request is not acceptable", ActBy.CLIENT, false),
  UNKNOWN_SCOPE(400, "A scope does not exist", ActBy.CLIENT, false),
  INVALID_CURSOR(400, "The page cursor is not one of ours", ActBy.CLIENT, false),
  MULTIPLE_CREDENTIALS(400, "The request carries more than one credential", ActBy.CLIENT, false),
  CREDENTIALS_REQUIRED(401, "A credential is required", ActBy.CLIENT, false),
  INVALID_TOKEN(401, "The credential is not valid", ActBy.CLIENT, false),
  HTTPS_REQUIRED(403, "Credentials are only accepted over HTTPS", ActBy.CLIENT, false),
  INSUFFICIENT_SCOPE(403, "The credential does not allow this", ActBy.CLIENT, false),
  IP_NOT_ALLOWED(403, "The token may not be used from this address", ActBy.CLIENT, false),
  ORIGIN_NOT_ALLOWED(403, "Pages of this origin may not call this", ActBy.CLIENT, false),
  TOKENS_DISABLED(403, "API tokens are turned off", ActBy.CLIENT, false),
  SCOPE_EXCEEDS_GRANTOR(
      403, "A token cannot be given more than its creator has", ActBy.CLIENT, false),
  NOT_FOUND(404, "There is no such thing here", ActBy.CLIENT, false),
  METHOD_NOT_ALLOWED(405, "The method is not supported here", ActBy.CLIENT, false),
  NOT_ACCEPTABLE(406, "No representation fits the Accept header", ActBy.CLIENT, false),
  REQUEST_TIMEOUT(408, "The request did not arrive in time", ActBy.CLIENT, true),
  CONFLICT(409, "The thing is in a state that does not allow this", ActBy.CLIENT, false),
  TOKEN_LIMIT_REACHED(
      409, "The owner has as many tokens as the policy allows", ActBy.CLIENT, false),
  BODY_TOO_LARGE(413, "The body is too large", ActBy.CLIENT, false),
  URI_TOO_LONG(414, "The request target is too long", ActBy.CLIENT, false),
  UNSUPPORTED_MEDIA_TYPE(415, "The body's media type is not supported", ActBy.CLIENT, false),
  RATE_LIMITED(429, "The rate limit is used up", ActBy.CLIENT, true),
  HEADERS_TOO_LARGE(431, "The request's headers are too large", ActBy.CLIENT, false),
  INTERNAL_ERROR(500, "Something went wrong on our side", ActBy.PLATFORM, true),
  UPSTREAM_UNREACHABLE(502, "The upstream could not be reached", ActBy.UPSTREAM, true),
  DEPENDENCY_UNAVAILABLE(503, "A part this answer needs is unavailable", ActBy.PLATFORM, true),
  UPSTREAM_TIMEOUT(504, "The upstream did not answer in time", ActBy.UPSTREAM, true);

  /** Who can do something about it. */
  public enum ActBy {
    CLIENT,
    UPSTREAM,
    PLATFORM
  }

  private final int status;
  private final String title;
  private final ActBy actBy;
  private final boolean retryable;

  ErrorCode(int status, String title, ActBy actBy, boolean retryable) {
    this.status = status;
    this.title = title;
    this.actBy = actBy;
    this.retryable = retryable;
  }

  /** The stable code in answers, events and metrics: {@code invalid_token}. */
  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }

  /** The same sentence for every occurrence. */
  public String title() {
    return title;
  }

  /** Who can do something about it. */
  public ActBy actBy() {
    return actBy;
  }

  /** Whether the same request may succeed later. */
  public boolean retryable() {
    return retryable;
  }

  /** Finds a code by {@link #code()}. */
  public static Optional<ErrorCode> ofCode(String code) {
    for (ErrorCode errorCode : values()) {
      if (errorCode.code().equals(code)) {
        return Optional.of(errorCode);
      }
    }
    return Optional.empty();
  }
}
