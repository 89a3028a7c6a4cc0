package io.doorward.kit.problem;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem;
import io.doorward.kit.json.ForbiddenCharacter;
import io.doorward.kit.request.RequestId;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import jakarta.inject.Inject;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** The one place where an exception becomes an answer. */
public final class ProblemMapper {
  private static final Logger LOG = Logger.getLogger(ProblemMapper.class);
  private static final String RETRY_AFTER_SECONDS = "2";

  private final RequestId requestId;

  @Inject
  ProblemMapper(RequestId requestId) {
    this.requestId = requestId;
  }

  @ServerExceptionMapper
  Response problem(ProblemException e) {
    Response answer =
        answer(
            Problem.of(
                e.code(),
                e.detail(),
                requestId.value(),
                e.violations(),
                e.requiredScopes().stream().map(Object::toString).toList()));
    e.retryAfter()
        .ifPresent(
            wait ->
                answer
                    .getHeaders()
                    .putSingle(HttpHeaders.RETRY_AFTER, wait.plusMillis(999).toSeconds()));
    return answer;
  }

  @ServerExceptionMapper
  Response json(JacksonException e) {
    return unreadable(e);
  }

  /** Named, because Quarkus has a mapper of its own for exactly this type. */
  @ServerExceptionMapper
  Response mismatched(MismatchedInputException e) {
    return unreadable(e);
  }

  @ServerExceptionMapper
  Response invalid(ConstraintViolationException e) {
    return answer(
        Problem.of(
            ErrorCode.VALIDATION_FAILED,
            "Correct the values named in errors and send the request again.",
            requestId.value(),
            Violations.of(e),
            List.of()));
  }

  @ServerExceptionMapper
  Response unauthenticated(UnauthorizedException e) {
    return plain(
        ErrorCode.CREDENTIALS_REQUIRED, "Send a session or an API token as Bearer credential.");
  }

  @ServerExceptionMapper
  Response rejected(AuthenticationFailedException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      // Not judged at all, and so not invalid: the issuer's keys could not be had.
      if (cause instanceof ProblemException problem) {
        return problem(problem);
      }
    }
    return plain(
        ErrorCode.INVALID_TOKEN, "The credential is unknown, expired, revoked or not for us.");
  }

  @ServerExceptionMapper
  Response forbidden(ForbiddenException e) {
    return plain(ErrorCode.INSUFFICIENT_SCOPE, "The credential does not allow this.");
  }

  @ServerExceptionMapper
  Response web(WebApplicationException e) {
    if (e.getCause() instanceof JacksonException cause) {
      return unreadable(cause);
    }
    return switch (e.getResponse().getStatus()) {
      case 400 -> plain(ErrorCode.INVALID_REQUEST, "Check path, query and headers of the request.");
      case 401 ->
          plain(
              ErrorCode.CREDENTIALS_REQUIRED,
              "Send a session or an API token as Bearer credential.");
      case 403 -> plain(ErrorCode.INSUFFICIENT_SCOPE, "The credential does not allow this.");
      case 404 -> problem(ProblemException.notFound());
      case 405 ->
          plain(ErrorCode.METHOD_NOT_ALLOWED, "Use a method that the API description names.");
      case 406 -> plain(ErrorCode.NOT_ACCEPTABLE, "Ask for application/json.");
      case 413 -> plain(ErrorCode.BODY_TOO_LARGE, "Send a smaller body.");
      case 415 -> plain(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send application/json.");
      default -> unexpected(e);
    };
  }

  @ServerExceptionMapper
  Response unexpected(Throwable e) {
    LOG.errorf(e, "request %s failed", requestId.value());
    return plain(
        ErrorCode.INTERNAL_ERROR, "The failure is logged under the request id; try again later.");
  }

  private Response unreadable(JacksonException e) {
    if (e instanceof StreamConstraintsException) {
      return plain(ErrorCode.MALFORMED_JSON, "The JSON is nested too deeply or too large.");
    }
    if (e instanceof JsonMappingException databind) {
      return answer(
          Problem.of(
              e instanceof ForbiddenCharacter
                  ? ErrorCode.VALIDATION_FAILED
                  : ErrorCode.MALFORMED_JSON,
              "Correct the members named in errors and send the request again.",
              requestId.value(),
              List.of(Violations.of(databind)),
              List.of()));
    }
    return plain(ErrorCode.MALFORMED_JSON, "The body is not well-formed JSON.");
  }

  private Response plain(ErrorCode code, String detail) {
    return answer(Problem.of(code, detail, requestId.value()));
  }

  private static Response answer(Problem problem) {
    Response.ResponseBuilder answer =
        Response.status(problem.status())
            .type(Problem.MEDIA_TYPE)
            .header(HttpHeaders.CACHE_CONTROL, "no-store")
            .entity(problem);
    Challenges.of(problem).ifPresent(c -> answer.header(HttpHeaders.WWW_AUTHENTICATE, c));
    if (problem.status() == ErrorCode.DEPENDENCY_UNAVAILABLE.status()) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return answer.build();
  }
}
