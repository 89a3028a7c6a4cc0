package io.doorward.kit.problem;

import io.doorward.contract.problem.ErrorCode;
import io.doorward.contract.problem.Problem.Violation;
import io.doorward.contract.scope.Scope;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The request could not be processed; carries what the caller is told. Thrown at the edge, where a
 * sealed outcome has already been looked at.
 */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ErrorCode code;
  private final transient List<Violation> violations;
  private final transient List<Scope> requiredScopes;
  private final @Nullable Duration retryAfter;

  private ProblemException(
      ErrorCode code,
      String detail,
      List<Violation> violations,
      List<Scope> requiredScopes,
      @Nullable Duration retryAfter) {
    super(detail, null, false, false);
    this.code = code;
    this.violations = List.copyOf(violations);
    this.requiredScopes = List.copyOf(requiredScopes);
    this.retryAfter = retryAfter;
  }

  /** An error with a sentence a person can act on. */
  public static ProblemException of(ErrorCode code, String detail) {
    return new ProblemException(code, detail, List.of(), List.of(), null);
  }

  /** Values that are not acceptable, each with its place. */
  public static ProblemException invalid(ErrorCode code, List<Violation> violations) {
    return new ProblemException(
        code,
        "Correct the values named in errors and send the request again.",
        violations,
        List.of(),
        null);
  }

  /** What is missing and what belongs to somebody else: the same answer, byte for byte. */
  public static ProblemException notFound() {
    return of(
        ErrorCode.NOT_FOUND,
        "Nothing by this name that you may see. Check the address and the id.");
  }

  /** A part this answer needs is gone; the caller is told to come back. */
  public static ProblemException unavailable(String part) {
    return of(
        ErrorCode.DEPENDENCY_UNAVAILABLE,
        part + " cannot be reached at the moment. Nothing was changed; try again shortly.");
  }

  /** The credential is good but does not allow this. */
  public static ProblemException insufficientScope(Scope required) {
    return new ProblemException(
        ErrorCode.INSUFFICIENT_SCOPE,
        "This needs the scope " + required + ", granted by the token and by its owner's role.",
        List.of(),
        List.of(required),
        null);
  }

  /** The same, telling the caller when to come back; in whole seconds, rounded up. */
  public ProblemException retryAfter(Duration wait) {
    return new ProblemException(code, detail(), violations, requiredScopes, wait);
  }

  public ErrorCode code() {
    return code;
  }

  public String detail() {
    return String.valueOf(getMessage());
  }

  public List<Violation> violations() {
    return violations;
  }

  public List<Scope> requiredScopes() {
    return requiredScopes;
  }

  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
